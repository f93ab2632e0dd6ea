package io.preflightguard.spark.internal;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;

/** Whether a frame shuffles before its first row comes. Plans; starts no job. */
public final class FrameShuffles {

    private FrameShuffles() {}

    /**
     * Whether running the frame may write shuffle files: a shuffle in its plan, but for one behind a filled cache, or any
     * subquery, whose plan is not looked into.
     */
    public static boolean mayHappen(Dataset<Row> frame) {
        return InputPlan.of(frame).shuffle().isPresent()
                || !PlanNodes.allWithin(
                        QueryExecutions.of(frame).optimizedPlan(), node -> !(node instanceof SubqueryExpression));
    }
}
