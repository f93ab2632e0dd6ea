package io.preflightguard.spark.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;

/** What a DataFrame's plan says before any of it runs. Plans; starts no job. */
public final class InputPlan {

    private final Dataset<Row> frame;

    private InputPlan(Dataset<Row> frame) {
        this.frame = frame;
    }

    /** The plan of {@code frame}. */
    public static InputPlan of(Dataset<Row> frame) {
        return new InputPlan(frame);
    }

    /**
     * The name of a step that must run before the first row can be had: a shuffle, as a join, a grouping, a sort or a
     * repartition needs it. Reading a few rows would cost all of that step. Empty if rows can be read from the sources
     * or from a filled cache.
     */
    public Optional<String> shuffle() {
        Deque<TreeNode<?>> nodes = new ArrayDeque<>();
        nodes.add(QueryExecutions.of(frame).executedPlan());
        while (!nodes.isEmpty()) {
            TreeNode<?> node = nodes.remove();
            if (node instanceof AdaptiveSparkPlanExec adaptive) {
                nodes.add(adaptive.executedPlan());
            } else if (node instanceof InMemoryTableScanExec cached) {
                if (!cached.relation().cacheBuilder().isCachedColumnBuffersLoaded()) {
                    nodes.add(cached.relation().cachedPlan());
                }
            } else if (isShuffle(node)) {
                return Optional.of(node.nodeName());
            } else {
                nodes.addAll(PlanNodes.children(node));
            }
        }
        return Optional.empty();
    }

    /** Whether every row comes from Parquet files, whatever is done to it on the way. */
    public boolean readsParquet() {
        return PlanNodes.all(
                QueryExecutions.of(frame).optimizedPlan(),
                node -> !PlanNodes.children(node).isEmpty() || isParquet(node));
    }

    /** Whether the frame has exactly the rows of its Parquet files: a scan of them under projections only. */
    public boolean isWholeParquet() {
        return PlanNodes.all(
                QueryExecutions.of(frame).optimizedPlan(),
                node -> node.getClass().getSimpleName().equals("Project") || isParquet(node));
    }

    private static boolean isShuffle(TreeNode<?> node) {
        String name = node.getClass().getSimpleName();
        return name.startsWith("ShuffleExchange")
                || name.startsWith("ShuffleQueryStage")
                || name.equals("CollectLimitExec")
                || name.equals("TakeOrderedAndProjectExec");
    }

    /** A relation prints its format: {@code Relation [columns] parquet}. */
    private static boolean isParquet(TreeNode<?> node) {
        return node.getClass().getSimpleName().equals("LogicalRelation")
                && node.simpleString(1).endsWith(" parquet");
    }
}
