package io.preflightguard.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One session for all tests of the module, and the real flights. */
public final class TestSpark {

    private TestSpark() {}

    public static SparkSession session() {
        return SparkSession.builder()
                .appName("guard-spark-tests")
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.sql.session.timeZone", "UTC")
                // As strict as a user's session may be: our results must need no registration.
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .getOrCreate();
    }

    /** 375,000 real flights in 55 row groups, ordered by date. */
    public static Dataset<Row> flights() {
        return session().read().parquet(flightsFile());
    }

    public static String flightsFile() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder.resolve("examples/data/flights-2001.parquet").toString();
    }
}
