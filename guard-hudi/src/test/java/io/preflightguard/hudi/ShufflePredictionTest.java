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
    @CsvSource({
        "bulk_insert, PARTITION_PATH_REPARTITION, ''",
        "bulk_insert, PARTITION_PATH_REPARTITION_AND_SORT, ''",
        "bulk_insert, GLOBAL_SORT, ''",
        "bulk_insert, GLOBAL_SORT, hoodie.datasource.write.row.writer.enable=false",
        "bulk_insert, PARTITION_PATH_REPARTITION, hoodie.datasource.write.row.writer.enable=false",
        "insert, NONE, ''",
        "insert, NONE, hoodie.combine.before.insert=true",
        "upsert, NONE, ''",
        "upsert, NONE, hoodie.index.type=BLOOM",
        "upsert, NONE, hoodie.index.type=GLOBAL_SIMPLE",
        "upsert, NONE, hoodie.index.type=BUCKET"
    })
    void isNearWhatTheWriteShuffles(String operation, String sortMode, String setting) throws Exception {
        SparkSession spark = TestHudi.session();
        Dataset<Row> flights = flights();
        Map<String, String> options = TestHudi.options(operation);
        options.put("hoodie.bulkinsert.sort.mode", sortMode);
        options.put("hoodie.bulkinsert.shuffle.parallelism", "4");
        options.put("hoodie.bucket.index.num.buckets", "2");
        if (!setting.isEmpty()) {
            options.put(setting.split("=")[0], setting.split("=")[1]);
        }
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
                "%s %s %s: predicted %s, measured %d, off by %.1f %%, by stage %s%n",
                operation,
                sortMode,
                setting,
                predicted.render(),
                measured.shuffleBytes(),
                100 * (ratio - 1),
                measured.byStage());
        assertThat(ratio)
                .as("predicted to measured, for %s with sort mode %s and %s", operation, sortMode, setting)
                .isBetween(0.75, 1.25);
        assertThat((double) measured.shuffleBytes())
                .as("measured, in the stated interval")
                .isBetween(predicted.low(), predicted.high());
    }

    /** Every row is stored already: all take their location along, and all stored keys are shuffled. */
    @ParameterizedTest
    @CsvSource({"SIMPLE", "GLOBAL_SIMPLE"})
    void storedKeysComeOnTop(String index) throws Exception {
        SparkSession spark = TestHudi.session();
        Dataset<Row> flights = flights().where("month(ts) = 1");
        Map<String, String> options = TestHudi.options("upsert");
        options.put("hoodie.index.type", index);
        String table = folder.resolve("stored").toString();
        flights.write().format("hudi").options(options).mode(SaveMode.Append).save(table);

        Estimate predicted =
                shuffleBytes(HudiPreflight.on(spark).build().check(flights, options, table));
        TaskTotals measured = TaskTotals.of(spark, () -> flights.write()
                .format("hudi")
                .options(options)
                .mode(SaveMode.Append)
                .save(table));

        System.out.printf("stored, %s: predicted %s, measured %s%n", index, predicted.render(), measured);
        assertThat((double) measured.shuffleBytes())
                .as("measured, in the stated interval")
                .isBetween(predicted.low(), predicted.high());
    }

    private static Dataset<Row> flights() {
        // Few airports: files take the time here, and shuffles are what is measured.
        return TestHudi.session().read()
                .parquet(flightsFile())
                .where("origin in ('ORD', 'DFW', 'ATL', 'LAX', 'PHX', 'STL', 'DTW', 'MSP')")
                .selectExpr(
                        "concat_ws('-', date, origin, destination, distance, delay) as id",
                        "cast(date as timestamp) as ts",
                        "delay",
                        "distance",
                        "origin as p",
                        "destination");
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
