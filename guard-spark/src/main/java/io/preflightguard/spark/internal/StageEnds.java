package io.preflightguard.spark.internal;

import org.apache.spark.scheduler.StageInfo;

/** How stages end; Spark says it by a Scala type. */
public final class StageEnds {

    private StageEnds() {}

    /** Whether a run of a stage that has ended did its work. */
    public static boolean isSuccess(StageInfo stage) {
        return stage.failureReason().isEmpty();
    }
}
