package io.preflightguard.spark.internal;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** What a DataFrame's logical plan says of its rows. Analyses; starts no job. */
public final class FrameTraits {

    private static final Set<String> TAKES_SOME_ROWS =
            Set.of("GlobalLimit", "LocalLimit", "Tail", "Offset", "Deduplicate");

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
     * no limit and no dropping of duplicates, which keep whichever rows come first.
     */
    public static boolean isRepeatable(Dataset<Row> frame) {
        return plan(frame).deterministic()
                && PlanNodes.all(
                        plan(frame),
                        node -> !TAKES_SOME_ROWS.contains(node.getClass().getSimpleName()));
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
