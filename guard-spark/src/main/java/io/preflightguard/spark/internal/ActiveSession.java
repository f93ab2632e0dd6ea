package io.preflightguard.spark.internal;

import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Plans on behalf of a session: operators that are made in a thread take their session from it. */
public final class ActiveSession {

    private ActiveSession() {}

    /** Does it with {@code session} as this thread's active one, and puts back what was active before. */
    public static <T> T during(SparkSession session, Supplier<T> step) {
        Option<SparkSession> before = SparkSession.getActiveSession();
        SparkSession.setActiveSession(session);
        try {
            return step.get();
        } finally {
            if (before.isDefined()) {
                SparkSession.setActiveSession(before.get());
            } else {
                SparkSession.clearActiveSession();
            }
        }
    }
}
