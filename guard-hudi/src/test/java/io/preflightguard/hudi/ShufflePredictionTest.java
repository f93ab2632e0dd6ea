package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.assertj.core.api.InstanceOfAssertFactories;
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
    @CsvSource({"bulk_insert, PARTITION_PATH_REPARTITION, ''", "upsert, NONE, ''"})
    void isNearWhatTheWriteShuffles(String operation, String sortMode, String setting) throws Exception {
        checkNewTable(operation, sortMode, setting);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "bulk_insert, PARTITION_PATH_REPARTITION_AND_SORT, ''",
        "bulk_insert, GLOBAL_SORT, ''",
        "bulk_insert, GLOBAL_SORT, hoodie.datasource.write.row.writer.enable=false",
        "bulk_insert, PARTITION_PATH_REPARTITION, hoodie.datasource.write.row.writer.enable=false",
        "insert, NONE, ''",
        "insert, NONE, hoodie.combine.before.insert=true",
        "upsert, NONE, hoodie.index.type=BLOOM",
        "upsert, NONE, hoodie.index.type=GLOBAL_SIMPLE",
        "upsert, NONE, hoodie.index.type=BUCKET"
    })
    void everyShuffleIsModelled(String operation, String sortMode, String setting) throws Exception {
        checkNewTable(operation, sortMode, setting);
    }

    private void checkNewTable(String operation, String sortMode, String setting) throws Exception {
        Map<String, String> options = TestHudi.options(operation);
        options.put("hoodie.bulkinsert.sort.mode", sortMode);
        options.put("hoodie.bulkinsert.shuffle.parallelism", "4");
        options.put("hoodie.bucket.index.num.buckets", "2");
        if (!setting.isEmpty()) {
            options.put(setting.split("=")[0], setting.split("=")[1]);
        }

        Estimate predicted = shuffleBytes(check(flights(), options));
        TaskTotals measured = TaskTotals.of(TestHudi.session(), () -> write(flights(), options));

        String both = operation + " with sort mode " + sortMode + " and " + setting + ": predicted "
                + predicted.render() + ", measured " + measured;
        assertThat(predicted.value() / measured.shuffleBytes()).as(both).isBetween(0.75, 1.25);
        assertThat((double) measured.shuffleBytes()).as(both).isBetween(predicted.low(), predicted.high());
    }

    /** Every row is stored already: all take their location along, and all stored keys are shuffled. */
    @Tag("long")
    @ParameterizedTest
    @CsvSource({"SIMPLE, ''", "GLOBAL_SIMPLE, hoodie.simple.index.update.partition.path"})
    void storedKeysComeOnTop(String index, String movesKeys) throws Exception {
        Dataset<Row> flights = flights().where("month(ts) = 1");
        Map<String, String> options = TestHudi.options("upsert");
        options.put("hoodie.index.type", index);
        if (!movesKeys.isEmpty()) {
            options.put(movesKeys, "false");
        }
        write(flights, options);

        Estimate predicted = shuffleBytes(check(flights, options));
        TaskTotals measured = TaskTotals.of(TestHudi.session(), () -> write(flights, options));

        assertThat((double) measured.shuffleBytes())
                .as("%s: predicted %s, measured %s", index, predicted.render(), measured)
                .isBetween(predicted.low(), predicted.high());
    }

    @Tag("main-line")
    @ParameterizedTest
    @CsvSource({"BLOOM, bloom index", "GLOBAL_SIMPLE, change their path"})
    void whatAnIndexShufflesOfStoredRowsIsSaidNotToBeKnown(String index, String why) {
        Dataset<Row> flights = flights().where("month(ts) = 1");
        Map<String, String> options = TestHudi.options("upsert");
        options.put("hoodie.index.type", index);
        write(flights, options);

        PreflightReport report = check(flights, options);

        assertThat(TestHudi.outcome(report, SizingSteps.SIZING))
                .as("%s", report)
                .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Skipped.class))
                .extracting(Outcome.Skipped::explanation)
                .asString()
                .contains(why);
    }

    private PreflightReport check(Dataset<Row> rows, Map<String, String> options) {
        return HudiPreflight.on(TestHudi.session()).build().check(rows, options, table());
    }

    private void write(Dataset<Row> rows, Map<String, String> options) {
        rows.write().format("hudi").options(options).mode(SaveMode.Append).save(table());
    }

    private String table() {
        return folder.resolve("flights").toString();
    }

    private static Dataset<Row> flights() {
        // Few airports: files take the time here, and shuffles are what is measured.
        return TestHudi.session()
                .read()
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
