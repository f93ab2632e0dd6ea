package io.preflightguard.spark.skew;

import io.preflightguard.spark.internal.FrameTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/** A join that is asked for: both sides, and its terms. Every frame it makes has the join's own columns in their order. */
final class JoinInput {

    private static final String LEFT_KEY = "__preflight_guard_left_key_";
    private static final String RIGHT_KEY = "__preflight_guard_right_key_";

    private final JoinSideFrame left;
    private final JoinSideFrame right;
    private final JoinTerms terms;
    private final boolean ambiguous;

    private JoinInput(JoinSideFrame left, JoinSideFrame right, JoinTerms terms, boolean ambiguous) {
        this.left = left;
        this.right = right;
        this.terms = terms;
        this.ambiguous = ambiguous;
    }

    /** @throws IllegalArgumentException if a side does not have a key column, or two columns of one name */
    static JoinInput of(
            Dataset<Row> left, Dataset<Row> right, List<String> leftKeys, List<String> rightKeys, JoinTerms terms) {
        boolean shared = FrameTraits.shareColumns(left, right);
        // What comes from one frame has one column on both sides of a condition, until one side is named anew. A
        // further condition already names the old columns; then the join is left to Spark as it is.
        boolean ambiguous = shared && terms.residual() != null;
        Dataset<Row> renamed = shared && !ambiguous ? right.toDF(right.columns()) : right;
        JoinSideFrame leftSide = side("left", left, leftKeys, terms);
        JoinSideFrame rightSide = side("right", renamed, rightKeys, terms);
        List<DataType> types = KeyTypes.common(leftSide.comparedAs(), rightSide.comparedAs());
        return types.isEmpty()
                ? new JoinInput(leftSide, rightSide, terms, ambiguous)
                : new JoinInput(leftSide.comparedAs(types), rightSide.comparedAs(types), terms, ambiguous);
    }

    private static JoinSideFrame side(String side, Dataset<Row> frame, List<String> keys, JoinTerms terms) {
        return terms.merged() ? JoinSideFrame.ofOwn(side, frame, keys) : JoinSideFrame.of(side, frame, keys);
    }

    /** The same join of other frames. */
    JoinInput with(JoinSideFrame newLeft, JoinSideFrame newRight) {
        return new JoinInput(newLeft, newRight, terms, ambiguous);
    }

    JoinSideFrame left() {
        return left;
    }

    JoinSideFrame right() {
        return right;
    }

    JoinTerms terms() {
        return terms;
    }

    /** Whether the condition cannot tell the sides' columns apart. */
    boolean isAmbiguous() {
        return ambiguous;
    }

    /** The join as Spark makes it. */
    Dataset<Row> plain() {
        return ambiguous
                ? plainOfOneFrame()
                : project(left.frame().join(right.frame(), condition(), kind()), terms.kind());
    }

    /**
     * A join of sides that share columns. The right side's have new identities behind it, by which its frame does not know
     * them: {@code right.col(...)} would be refused, or be the left side's. So columns go by their place.
     */
    private Dataset<Row> plainOfOneFrame() {
        JoinSideFrame one = left.withNewKeys(LEFT_KEY);
        JoinSideFrame other = right.withNewKeys(RIGHT_KEY);
        Dataset<Row> joined = one.frame()
                .join(other.frame(), with(one, other).condition(), kind())
                .drop(Stream.concat(one.keyNames().stream(), other.keyNames().stream())
                        .toArray(String[]::new));
        if (!terms.merged()) {
            return joined;
        }
        String[] names = joined.columns();
        Dataset<Row> placed = joined.toDF(
                IntStream.range(0, names.length).mapToObj(i -> "column_" + i).toArray(String[]::new));
        List<Column> all = IntStream.range(0, names.length)
                .mapToObj(i -> placed.col("column_" + i).as(names[i]))
                .toList();
        int leftColumns = left.frame().columns().length;
        return placed.select(
                columns(terms.kind(), all.subList(0, leftColumns), all.subList(leftColumns, names.length)));
    }

    private String kind() {
        return terms.kind().sparkName();
    }

    /** The keys' equality, with the residual condition if there is one. */
    Column condition() {
        Column condition = keysEqual();
        Column residual = terms.residual();
        return residual == null ? condition : condition.and(residual);
    }

    Column keysEqual() {
        Column condition = functions.lit(true);
        for (int i = 0; i < left.keys().size(); i++) {
            Column one = left.keys().get(i);
            Column other = right.keys().get(i);
            Column equal = terms.nullSafe() ? one.eqNullSafe(other) : one.equalTo(other);
            condition = i == 0 ? equal : condition.and(equal);
        }
        return condition;
    }

    /** The join's own columns of a frame that has both sides' columns, or the left side's for an existence join. */
    Dataset<Row> project(Dataset<Row> joined, JoinKind kind) {
        return joined.select(columns(kind, left.columns(), right.columns()));
    }

    private Column[] columns(JoinKind kind, List<Column> ofLeft, List<Column> ofRight) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; terms.merged() && i < left.keys().size(); i++) {
            columns.add(key(i, kind, ofLeft, ofRight));
        }
        columns.addAll(terms.merged() ? left.others(ofLeft) : ofLeft);
        if (!kind.isExistence()) {
            columns.addAll(terms.merged() ? right.others(ofRight) : ofRight);
        }
        return columns.toArray(Column[]::new);
    }

    private Column key(int i, JoinKind kind, List<Column> ofLeft, List<Column> ofRight) {
        int inLeft = left.position(i);
        int inRight = right.position(i);
        return switch (kind) {
            case RIGHT_OUTER -> ofRight.get(inRight);
            case FULL_OUTER ->
                functions
                        .coalesce(ofLeft.get(inLeft), ofRight.get(inRight))
                        .as(left.frame().columns()[inLeft]);
            default -> ofLeft.get(inLeft);
        };
    }
}
