package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Measurement;
import io.preflightguard.PreflightReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The predicted shuffle bytes of a write against what Spark's task metrics say of it, on real flights. */
@Tag("main-line")
class ShufflePredictionTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"bulk_insert, PARTITION_PATH_REPARTITION_AND_SORT, 0.25", "upsert, NONE, 1"})
    void isNearWhatTheWriteShuffles(String operation, String sortMode, double tolerance) throws Exception {
        assertNear(operation, sortMode, tolerance);
    }

    @ParameterizedTest
    @CsvSource({"bulk_insert, PARTITION_PATH_REPARTITION, 0.25", "bulk_insert, GLOBAL_SORT, 0.25", "insert, NONE, 1"})
    @Tag("long")
    void isNearWhatOtherWritesShuffle(String operation, String sortMode, double tolerance) throws Exception {
        assertNear(operation, sortMode, tolerance);
    }

    private void assertNear(String operation, String sortMode, double tolerance) throws Exception {
        SparkSession spark = TestHudi.session();
        // Few airports: files take the time here, and shuffles are what is measured.
        Dataset<Row> flights = spark.read()
                .parquet(flightsFile())
                .where("origin in ('ORD', 'DFW', 'ATL', 'LAX', 'PHX', 'STL', 'DTW', 'MSP')")
                .selectExpr(
                        "concat_ws('-', date, origin, destination, distance, delay) as id",
                        "cast(date as timestamp) as ts",
                        "delay",
                        "distance",
                        "origin as p",
                        "destination");
        Map<String, String> options = TestHudi.options(operation);
        options.put("hoodie.bulkinsert.sort.mode", sortMode);
        options.put("hoodie.bulkinsert.shuffle.parallelism", "4");
        String table = folder.resolve("flights").toString();

        PreflightReport report = HudiPreflight.on(spark).build().check(flights, options, table);
        TaskTotals measured = TaskTotals.of(spark, () -> flights.write()
                .format("hudi")
                .options(options)
                .mode(SaveMode.Append)
                .save(table));

        Estimate predicted = shuffleBytes(report);
        double ratio = predicted.value() / measured.shuffleBytes();
        System.out.printf(
                "%s %s: predicted %s, measured %d, off by %.1f %%%n",
                operation, sortMode, predicted.render(), measured.shuffleBytes(), 100 * (ratio - 1));
        assertThat(ratio)
                .as("predicted to measured, for %s with sort mode %s", operation, sortMode)
                .isBetween(1 - tolerance, 1 + tolerance);
        if (tolerance == 1) {
            assertThat((double) measured.shuffleBytes())
                    .as("measured, in the margin of a coarse model")
                    .isBetween(predicted.low(), predicted.high());
        }
    }

    private static Estimate shuffleBytes(PreflightReport report) {
        return report.results().stream()
                .map(CheckResult::measurements)
                .flatMap(List::stream)
                .filter(measurement -> measurement.name().startsWith("shuffle bytes"))
                .map(Measurement::value)
                .map(Estimate.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static String flightsFile() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        return root.resolve("examples/data/flights-2001.parquet").toString();
    }
}
