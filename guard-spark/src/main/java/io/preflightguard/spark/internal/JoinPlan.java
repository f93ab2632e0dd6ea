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
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.exchange.BroadcastExchangeExec;

/** How a DataFrame's plan joins. Plans; runs nothing. */
public final class JoinPlan {

    /** Steps that hand on as many rows as they get. */
    private static final Set<String> KEEPS_ROWS =
            Set.of("ProjectExec", "ColumnarToRowExec", "InputAdapter", "WholeStageCodegenExec");

    private static final Set<String> SHUFFLES = Set.of("SortMergeJoinExec", "ShuffledHashJoinExec");

    private JoinPlan() {}

    /**
     * A broadcast of whole Parquet files, but for rows without a join key.
     *
     * @param columns what is broadcast
     * @param files what is read
     * @param notNull columns of the files; rows in which one of them is null are dropped
     */
    public record Scanned(List<String> columns, List<String> files, Set<String> notNull) {}

    /** The broadcasts of whole Parquet files; others are not in the list. */
    public static List<Scanned> ofParquet(Dataset<Row> frame) {
        List<Scanned> found = new ArrayList<>();
        Deque<TreeNode<?>> nodes = new ArrayDeque<>();
        nodes.add(QueryExecutions.of(frame).executedPlan());
        while (!nodes.isEmpty()) {
            TreeNode<?> node = nodes.remove();
            if (node instanceof AdaptiveSparkPlanExec adaptive) {
                nodes.add(adaptive.executedPlan());
                continue;
            }
            if (node instanceof BroadcastExchangeExec broadcast) {
                addScanned(found, broadcast);
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

    /** Whether the code gives any join of the frame a hint. */
    public static boolean isHinted(Dataset<Row> frame) {
        return !PlanNodes.all(
                QueryExecutions.of(frame).optimizedPlan(),
                node -> !(node instanceof Join join
                        && (join.hint().leftHint().isDefined()
                                || join.hint().rightHint().isDefined())));
    }

    private static void addScanned(List<Scanned> found, BroadcastExchangeExec broadcast) {
        Set<String> notNull = new TreeSet<>();
        TreeNode<?> node = PlanNodes.children(broadcast).get(0);
        boolean filtered = false;
        while (!(node instanceof FileSourceScanExec)) {
            // Below a filter columns must have the names of the files', which a projection may change.
            boolean keepsRows = KEEPS_ROWS.contains(node.getClass().getSimpleName())
                    && !(filtered && node.getClass().getSimpleName().equals("ProjectExec"));
            if (node instanceof FilterExec filter && dropsOnlyNulls(filter, notNull)) {
                filtered = true;
            } else if (!keepsRows) {
                return;
            }
            node = PlanNodes.children(node).get(0);
        }
        FileSourceScanExec scan = (FileSourceScanExec) node;
        boolean whole = scan.relation().fileFormat().getClass() == ParquetFileFormat.class
                && scan.relation().location().getClass().getSimpleName().equals("InMemoryFileIndex")
                && scan.relation().partitionSchema().fieldNames().length == 0;
        if (whole) {
            found.add(new Scanned(
                    Arrays.asList(((SparkPlan) PlanNodes.children(broadcast).get(0))
                            .schema()
                            .fieldNames()),
                    Arrays.asList(scan.relation().location().inputFiles()),
                    notNull));
        }
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
