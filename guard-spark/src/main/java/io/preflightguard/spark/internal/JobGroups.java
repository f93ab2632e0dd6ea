package io.preflightguard.spark.internal;

import org.apache.spark.SparkContext;

/** Cancels the jobs of a group. Spark 4 can also refuse those that are submitted later, by a method that 3.5 lacks. */
public final class JobGroups {

    private JobGroups() {}

    /** Cancels every job of the group that has been submitted, and later ones where Spark can. */
    public static void cancel(SparkContext context, String group) {
        try {
            SparkContext.class
                    .getMethod("cancelJobGroupAndFutureJobs", String.class)
                    .invoke(context, group);
        } catch (ReflectiveOperationException spark3) {
            context.cancelJobGroup(group);
        }
    }
}
