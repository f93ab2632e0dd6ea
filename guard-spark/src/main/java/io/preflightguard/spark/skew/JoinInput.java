package io.preflightguard.spark.skew;

import io.preflightguard.spark.internal.FrameTraits;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/** A join that is asked for: both sides, and its terms. Every frame it makes has the join's own columns in their order. */
final class JoinInput {

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
        JoinSideFrame leftSide = JoinSideFrame.of("left", left, leftKeys);
        // What comes from one frame has one column on both sides of a condition, until one side is named anew. A
        // residual
        // condition already names the old columns; then the join is left to Spark as it is.
        boolean ambiguous = shared && terms.residual() != null;
        Dataset<Row> renamed = shared && !ambiguous ? right.toDF(right.columns()) : right;
        JoinSideFrame rightSide = JoinSideFrame.of("right", renamed, rightKeys);
        List<DataType> types = KeyTypes.common(leftSide.comparedAs(), rightSide.comparedAs());
        return types.isEmpty()
                ? new JoinInput(leftSide, rightSide, terms, ambiguous)
                : new JoinInput(leftSide.comparedAs(types), rightSide.comparedAs(types), terms, ambiguous);
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
        return project(
                left.frame().join(right.frame(), condition(), terms.kind().sparkName()), terms.kind());
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
        return joined.select(columns(kind));
    }

    private Column[] columns(JoinKind kind) {
        List<Column> columns = new ArrayList<>();
        if (kind.isExistence()) {
            columns.addAll(left.columns());
            return columns.toArray(Column[]::new);
        }
        if (!terms.merged()) {
            columns.addAll(left.columns());
            columns.addAll(right.columns());
            return columns.toArray(Column[]::new);
        }
        for (int i = 0; i < left.keys().size(); i++) {
            Column one = left.keys().get(i);
            Column other = right.keys().get(i);
            Column key =
                    switch (terms.kind()) {
                        case RIGHT_OUTER -> other;
                        case FULL_OUTER -> functions.coalesce(one, other);
                        default -> one;
                    };
            columns.add(key.as(left.keyName(i)));
        }
        columns.addAll(left.others());
        columns.addAll(right.others());
        return columns.toArray(Column[]::new);
    }
}
