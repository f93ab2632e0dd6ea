package io.preflightguard.spark.internal;

import io.preflightguard.config.GuardConfig;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** The guard's keys among a session's configuration. Stateless. */
public final class SparkSettings {

    private SparkSettings() {}

    /** Every setting of the session whose key starts with {@code spark.guard.}, by key. */
    public static Map<String, String> of(SparkSession spark) {
        Map<String, String> settings = new TreeMap<>();
        // By Scala's iterator: the converters to Java moved between the Scala lines.
        scala.collection.Iterator<scala.Tuple2<String, String>> entries =
                spark.conf().getAll().iterator();
        while (entries.hasNext()) {
            scala.Tuple2<String, String> entry = entries.next();
            if (entry._1().startsWith(GuardConfig.PREFIX)) {
                settings.put(entry._1(), entry._2());
            }
        }
        return settings;
    }
}
