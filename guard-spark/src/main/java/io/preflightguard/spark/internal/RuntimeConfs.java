package io.preflightguard.spark.internal;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** A session's configuration as a Java map. */
public final class RuntimeConfs {

    private RuntimeConfs() {}

    /** Every setting of the session whose key starts with {@code prefix}, by key. */
    public static Map<String, String> startingWith(String prefix, SparkSession spark) {
        Map<String, String> settings = new TreeMap<>();
        // By Scala's iterator: the converters to Java moved between the Scala lines.
        scala.collection.Iterator<scala.Tuple2<String, String>> entries =
                spark.conf().getAll().iterator();
        while (entries.hasNext()) {
            scala.Tuple2<String, String> entry = entries.next();
            if (entry._1().startsWith(prefix)) {
                settings.put(entry._1(), entry._2());
            }
        }
        return settings;
    }

    /** Every setting that Spark was launched with, by key. */
    public static Map<String, String> launched(SparkConf conf) {
        Map<String, String> settings = new TreeMap<>();
        for (scala.Tuple2<String, String> entry : conf.getAll()) {
            settings.put(entry._1(), entry._2());
        }
        return settings;
    }
}
