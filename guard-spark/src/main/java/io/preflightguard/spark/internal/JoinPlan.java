package io.preflightguard.spark.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.plans.logical.HintInfo;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.exchange.BroadcastExchangeExec;
import org.apache.spark.sql.execution.joins.HashedRelationBroadcastMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** How a DataFrame's plan joins. Plans; runs nothing. */
public final class JoinPlan {

    /** Steps that hand on as many rows as they get. */
    private static final Set<String> KEEPS_ROWS =
            Set.of("ProjectExec", "ColumnarToRowExec", "InputAdapter", "WholeStageCodegenExec");

    private static final Set<String> SHUFFLES = Set.of("SortMergeJoinExec", "ShuffledHashJoinExec");

    private JoinPlan() {}

    /** How a join looks up what is broadcast. */
    public enum Lookup {
        BY_LONG,
        BY_KEYS,
        NULL_AWARE,
        NONE
    }

    /**
     * What a join broadcasts.
     *
     * @param columns what is broadcast
     * @param fixedWidth whether each value fits 8 bytes of a row
     * @param lookup how the join looks it up
     * @param hinted whether the code asks for this very broadcast
     * @param whole what is read, if that is whole Parquet files, but for rows without a join key; else null
     */
    public record Broadcast(
            List<String> columns,
            boolean fixedWidth,
            Lookup lookup,
            boolean hinted,
            @Nullable Scanned whole) {}

    /**
     * Whole Parquet files.
     *
     * @param files what is read
     * @param notNull columns of the files; rows in which one of them is null are dropped
     */
    public record Scanned(List<String> files, Set<String> notNull) {}

    /** What the joins of a frame broadcast. */
    public static List<Broadcast> broadcasts(Dataset<Row> frame) {
        List<LogicalPlan> hinted = hinted(frame);
        List<Broadcast> found = new ArrayList<>();
        Deque<TreeNode<?>> nodes = new ArrayDeque<>();
        nodes.add(QueryExecutions.of(frame).executedPlan());
        while (!nodes.isEmpty()) {
            TreeNode<?> node = nodes.remove();
            if (node instanceof AdaptiveSparkPlanExec adaptive) {
                nodes.add(adaptive.executedPlan());
                continue;
            }
            if (node instanceof BroadcastExchangeExec broadcast) {
                found.add(broadcast(broadcast, hinted));
            }
            nodes.addAll(PlanNodes.children(node));
        }
        return found;
    }

    /** Whether a join of the frame shuffles both of its sides, so that adaptive execution may split skewed ones. */
    public static boolean shuffles(Dataset<Row> frame) {
        Deque<TreeNode<?>> nodes = new ArrayDeque<>();
        nodes.add(QueryExecutions.of(frame).executedPlan());
        while (!nodes.isEmpty()) {
            TreeNode<?> node = nodes.remove();
            if (SHUFFLES.contains(node.getClass().getSimpleName())) {
                return true;
            }
            if (node instanceof AdaptiveSparkPlanExec adaptive) {
                nodes.add(adaptive.executedPlan());
            } else {
                nodes.addAll(PlanNodes.children(node));
            }
        }
        return false;
    }

    /** The sides of joins for which the code asks to be broadcast. */
    private static List<LogicalPlan> hinted(Dataset<Row> frame) {
        List<LogicalPlan> sides = new ArrayList<>();
        PlanNodes.all(QueryExecutions.of(frame).optimizedPlan(), node -> {
            if (node instanceof Join join) {
                if (asksForBroadcast(join.hint().leftHint())) {
                    sides.add(join.left());
                }
                if (asksForBroadcast(join.hint().rightHint())) {
                    sides.add(join.right());
                }
            }
            return true;
        });
        return sides;
    }

    private static boolean asksForBroadcast(scala.Option<HintInfo> hint) {
        return hint.isDefined()
                && hint.get().strategy().isDefined()
                && hint.get().strategy().get().displayName().equals("broadcast");
    }

    private static Broadcast broadcast(BroadcastExchangeExec exchange, List<LogicalPlan> hinted) {
        SparkPlan side = (SparkPlan) PlanNodes.children(exchange).get(0);
        StructField[] fields = side.schema().fields();
        return new Broadcast(
                Arrays.stream(fields).map(StructField::name).toList(),
                Arrays.stream(fields).allMatch(field -> UnsafeRow.isFixedLength(field.dataType())),
                lookup(exchange.mode()),
                fields.length > 0
                        && hinted.stream().anyMatch(plan -> side.outputSet().subsetOf(plan.outputSet())),
                scanned(side));
    }

    /** By a case class's parts: its list is another class in Scala 2.13. */
    private static Lookup lookup(Object mode) {
        if (!(mode instanceof HashedRelationBroadcastMode)) {
            return Lookup.NONE;
        }
        scala.Product parts = (scala.Product) mode;
        if (parts.productArity() > 1 && Boolean.TRUE.equals(parts.productElement(1))) {
            return Lookup.NULL_AWARE;
        }
        scala.collection.Iterator<?> keys = ((scala.collection.Iterable<?>) parts.productElement(0)).iterator();
        boolean isLong = keys.hasNext() && DataTypes.LongType.equals(((Expression) keys.next()).dataType());
        return isLong && !keys.hasNext() ? Lookup.BY_LONG : Lookup.BY_KEYS;
    }

    private static @Nullable Scanned scanned(SparkPlan side) {
        Set<String> notNull = new TreeSet<>();
        TreeNode<?> node = side;
        boolean filtered = false;
        while (!(node instanceof FileSourceScanExec)) {
            // Below a filter columns must have the names of the files', which a projection may change.
            boolean keepsRows = KEEPS_ROWS.contains(node.getClass().getSimpleName())
                    && !(filtered && node.getClass().getSimpleName().equals("ProjectExec"));
            if (node instanceof FilterExec filter && dropsOnlyNulls(filter, notNull)) {
                filtered = true;
            } else if (!keepsRows) {
                return null;
            }
            node = PlanNodes.children(node).get(0);
        }
        FileSourceScanExec scan = (FileSourceScanExec) node;
        boolean whole = scan.relation().fileFormat().getClass() == ParquetFileFormat.class
                && scan.relation().location().getClass().getSimpleName().equals("InMemoryFileIndex")
                && scan.relation().partitionSchema().fieldNames().length == 0;
        return whole ? new Scanned(Arrays.asList(scan.relation().location().inputFiles()), notNull) : null;
    }

    private static boolean dropsOnlyNulls(FilterExec filter, Set<String> columns) {
        return dropsOnlyNulls(filter.condition(), columns);
    }

    private static boolean dropsOnlyNulls(Expression condition, Set<String> columns) {
        if (condition instanceof And both) {
            return dropsOnlyNulls(both.left(), columns) && dropsOnlyNulls(both.right(), columns);
        }
        // A bare column is a condition too: of a boolean, whose false rows it drops.
        if (condition instanceof IsNotNull notNull && notNull.child() instanceof AttributeReference column) {
            columns.add(column.name());
            return true;
        }
        return false;
    }
}
