package io.preflightguard.spark;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.spark.internal.RuntimeConfs;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The guard's keys among a session's configuration. Stateless. */
public final class SparkSettings {

    private SparkSettings() {}

    /** Every setting of the session whose key starts with {@code spark.guard.}, by key. */
    public static Map<String, String> of(SparkSession spark) {
        return RuntimeConfs.startingWith(GuardConfig.PREFIX, spark);
    }
}
