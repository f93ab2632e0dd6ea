package io.preflightguard.spark.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.ExternalRDDScanExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.RDDScanExec;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;

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
        return shuffle(cached -> cached.relation().cacheBuilder().isCachedColumnBuffersLoaded());
    }

    /**
     * Whether rows come out of a shuffle, be it one that filled a cache long ago: a block of it that is lost is computed
     * again.
     */
    public boolean isBehindShuffle() {
        return shuffle(cached -> false).isPresent();
    }

    /** @param endsAt whether what filled a cache does not matter */
    private Optional<String> shuffle(Predicate<InMemoryTableScanExec> endsAt) {
        Deque<TreeNode<?>> nodes = new ArrayDeque<>();
        nodes.add(QueryExecutions.of(frame).executedPlan());
        while (!nodes.isEmpty()) {
            TreeNode<?> node = nodes.remove();
            if (node instanceof AdaptiveSparkPlanExec adaptive) {
                nodes.add(adaptive.executedPlan());
            } else if (node instanceof InMemoryTableScanExec cached) {
                if (!endsAt.test(cached)) {
                    nodes.add(cached.relation().cachedPlan());
                }
            } else if (isShuffle(node)) {
                return Optional.of(node.nodeName());
            } else if (node instanceof QueryStageExec stage) { // a broadcast, say: it lists no children
                nodes.add(stage.plan());
            } else if (readsShuffledRdd(node)) {
                return Optional.of("an RDD behind a shuffle");
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

    /** The top-level columns that scans of files read for this frame, as the sources call them. */
    public Set<String> scannedColumns() {
        Set<String> columns = new TreeSet<>();
        PlanNodes.all(QueryExecutions.of(frame).executedPlan(), node -> {
            if (node instanceof FileSourceScanExec scan) {
                columns.addAll(Arrays.asList(scan.requiredSchema().fieldNames()));
            }
            return true;
        });
        return columns;
    }

    /**
     * An upper bound of the frame's rows where all of them come from one filled cache, through projections and filters
     * only; empty for any other plan. Spark counts the rows while it fills the cache; a task that it ran twice counts
     * twice.
     */
    public OptionalLong cachedRows() {
        TreeNode<?> node = QueryExecutions.of(frame).optimizedPlan();
        while (node.getClass().getSimpleName().equals("Project")
                || node.getClass().getSimpleName().equals("Filter")) {
            node = PlanNodes.children(node).get(0);
        }
        return node instanceof InMemoryRelation cached && cached.cacheBuilder().isCachedColumnBuffersLoaded()
                ? OptionalLong.of(cached.cacheBuilder().rowCountStats().sum())
                : OptionalLong.empty();
    }

    /** Whether planning the frame runs nothing: with adaptive execution, a broadcast would run at once. */
    public boolean isPlannedWithoutRunning() {
        return !(QueryExecutions.of(frame).executedPlan() instanceof AdaptiveSparkPlanExec);
    }

    /** An RDD prints its lineage; a shuffle in it shows by its class. */
    private static boolean isShuffled(RDD<?> rdd) {
        String lineage = rdd.toDebugString();
        return lineage.contains("ShuffledRDD")
                || lineage.contains("CoGroupedRDD")
                || lineage.contains("ShuffledRowRDD");
    }

    /** Whether the node scans an RDD that itself comes out of a shuffle. */
    static boolean readsShuffledRdd(TreeNode<?> node) {
        return (node instanceof RDDScanExec scan && isShuffled(scan.rdd()))
                || (node instanceof ExternalRDDScanExec<?> external && isShuffled(external.rdd()));
    }

    static boolean isShuffle(TreeNode<?> node) {
        String name = node.getClass().getSimpleName();
        return name.startsWith("ShuffleExchange")
                || name.startsWith("ShuffleQueryStage")
                || name.equals("CollectLimitExec")
                || name.equals("TakeOrderedAndProjectExec");
    }

    private static boolean isParquet(TreeNode<?> node) {
        return node instanceof LogicalRelation relation
                && relation.relation() instanceof HadoopFsRelation files
                && isParquet(files);
    }

    /** Plain Parquet files, listed by Spark itself: a Hudi table read as input has both of its own. */
    static boolean isParquet(HadoopFsRelation files) {
        return files.fileFormat().getClass() == ParquetFileFormat.class
                && files.location().getClass().getName().startsWith("org.apache.spark.");
    }
}
