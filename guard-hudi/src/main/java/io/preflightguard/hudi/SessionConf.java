package io.preflightguard.hudi;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Changes a session's configuration for the time of one action. */
final class SessionConf {

    private SessionConf() {}

    /** Runs the action with the settings, then puts back what was there, also if the action fails. */
    static void with(SparkSession spark, Map<String, String> settings, Runnable action) {
        Map<String, String> before = new TreeMap<>();
        settings.keySet().stream()
                .filter(key -> spark.conf().getAll().contains(key))
                .forEach(key -> before.put(key, spark.conf().get(key)));
        try {
            settings.forEach((key, value) -> spark.conf().set(key, value));
            action.run();
        } finally {
            settings.keySet().forEach(key -> {
                String value = before.get(key);
                if (value == null) {
                    spark.conf().unset(key);
                } else {
                    spark.conf().set(key, value);
                }
            });
        }
    }
}
