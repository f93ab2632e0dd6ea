package io.preflightguard.spark.internal;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;

/** What a DataFrame's logical plan says of its rows. Analyses; starts no job. */
public final class FrameTraits {

    /** A window may number rows, and ties among them as they come. */
    private static final Set<String> TAKES_SOME_ROWS = Set.of(
            "GlobalLimit",
            "LocalLimit",
            "Tail",
            "Offset",
            "Deduplicate",
            "DeduplicateWithinWatermark",
            "Sample",
            "Window",
            "WindowInPandas",
            "ArrowWindowPython");

    /**
     * Aggregates whose result is the same in whatever order rows come, but for the last bits of a float. Spark calls the
     * others deterministic too, {@code first} and {@code max_by} among them.
     */
    private static final Set<String> FREE_OF_ORDER = Set.of(
            "Sum",
            "Average",
            "Count",
            "CountIf",
            "Min",
            "Max",
            "BoolAnd",
            "BoolOr",
            "BitAndAgg",
            "BitOrAgg",
            "BitXorAgg",
            "HyperLogLogPlusPlus",
            "Percentile",
            "StddevSamp",
            "StddevPop",
            "VarianceSamp",
            "VariancePop");

    /** Steps that cost little more than reading what they read. */
    private static final Set<String> LIGHT = Set.of(
            "Project", "Filter", "SubqueryAlias", "LogicalRelation", "InMemoryRelation", "LocalRelation", "Range");

    private FrameTraits() {}

    /** Whether a column of one frame is a column of the other, as when one was made from the other. */
    public static boolean shareColumns(Dataset<Row> one, Dataset<Row> other) {
        return !plan(one).outputSet().intersect(plan(other).outputSet()).isEmpty();
    }

    /**
     * Whether reading the frame twice gives the same rows, as far as its plan tells: no {@code rand()} or the like, and
     * nothing that keeps whichever rows come first, such as a limit, a dropping of duplicates, a {@code row_number} or a
     * {@code first}. The last bits of a float may still differ.
     */
    public static boolean isRepeatable(Dataset<Row> frame) {
        return plan(frame).deterministic() && PlanNodes.allWithin(plan(frame), FrameTraits::isFreeOfOrder);
    }

    private static boolean isFreeOfOrder(TreeNode<?> node) {
        String name = node.getClass().getSimpleName();
        return node instanceof AggregateFunction ? FREE_OF_ORDER.contains(name) : !TAKES_SOME_ROWS.contains(name);
    }

    /** Whether reading the frame twice costs little: only scans, filters and projections. */
    public static boolean isLight(Dataset<Row> frame) {
        return PlanNodes.all(
                QueryExecutions.of(frame).optimizedPlan(),
                node -> LIGHT.contains(node.getClass().getSimpleName()));
    }

    private static LogicalPlan plan(Dataset<Row> frame) {
        return QueryExecutions.of(frame).analyzed();
    }
}
