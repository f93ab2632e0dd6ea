package io.preflightguard.hudi;

import static io.preflightguard.hudi.TestHudi.options;
import static io.preflightguard.hudi.TestHudi.orders;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.preflightguard.Comparison;
import io.preflightguard.Comparison.Bound;
import io.preflightguard.Comparison.Standing;
import io.preflightguard.Finding;
import io.preflightguard.Measurement;
import io.preflightguard.PredictionReview;
import io.preflightguard.PreflightReport;
import io.preflightguard.PreflightViolationException;
import io.preflightguard.Severity;
import io.preflightguard.report.TextReport;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the report of a guarded write says of the write, on real flights. */
class MeasuredWriteTest {

    private static final String PROPERTY = "io.preflightguard.write";

    @TempDir
    Path folder;

    private final SparkSession spark = TestHudi.session();

    @ParameterizedTest
    @CsvSource({"bulk_insert, PARTITION_PATH_REPARTITION, false, 4", "upsert, NONE, false, 1"})
    void statesPredictionsBesideFactsOfThisWriteAlone(
            String operation, String sortMode, boolean metadataTable, int compared) {
        statesPredictionsBesideFacts(operation, sortMode, metadataTable, compared);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "bulk_insert, PARTITION_PATH_REPARTITION_AND_SORT, true, 4",
        "bulk_insert, GLOBAL_SORT, false, 4",
        "bulk_insert, NONE, true, 1",
        "insert, NONE, true, 1"
    })
    void soDoesEveryOtherOperation(String operation, String sortMode, boolean metadataTable, int compared) {
        statesPredictionsBesideFacts(operation, sortMode, metadataTable, compared);
    }

    private void statesPredictionsBesideFacts(String operation, String sortMode, boolean metadataTable, int compared) {
        Map<String, String> options = options(operation);
        options.put("hoodie.bulkinsert.sort.mode", sortMode);
        options.put("hoodie.bulkinsert.shuffle.parallelism", "4");
        options.put("hoodie.metadata.enable", Boolean.toString(metadataTable));

        PreflightReport report = write(flights(), options);

        PredictionReview review = review(report);
        assertThat(review.comparisons()).hasSize(compared).allSatisfy(comparison -> assertThat(comparison.bound())
                .as("no stage of this session escaped, and none was lost: %s", comparison)
                .isEqualTo(Bound.EXACT));
        assertThat(review.notes()).isEmpty();
        assertThat(review.findings()).as(TextReport.of(report)).isEmpty();
        assertThat(comparison(review, "shuffle bytes").standing()).isIn(Standing.INSIDE, Standing.NEAR);
        if (compared > 1) {
            assertThat(comparison(review, "rows shuffled").standing()).isEqualTo(Standing.INSIDE);
            assertThat(comparison(review, "spilled, as written to disk").standing())
                    .isEqualTo(Standing.INSIDE);
        }
        assertThat(review.facts()).extracting(Measurement::name).contains("tasks", "spilled, as held in memory");
    }

    @Tag("main-line")
    @Test
    void aPredictionThatMissesIsAFindingAndTheWriteStands() {
        Map<String, String> options = options("bulk_insert");
        options.put("hoodie.bulkinsert.sort.mode", "GLOBAL_SORT");

        PreflightReport report = write(changingWhenWritten(MeasuredWriteTest::incompressible), options);

        assertThat(review(report).findings())
                .as(TextReport.of(report))
                .extracting(finding -> finding.rule().id(), Finding::severity, Finding::subject)
                .contains(tuple("PREDICTION_MISSED", Severity.WARN, "shuffle bytes"));
        assertThat(report.blocked()).isFalse();
        assertThat(TestHudi.count(folder.resolve("table"))).isEqualTo(20_000);
    }

    @Tag("main-line")
    @Test
    void rowsOutOfAShuffleOfTheirOwnAreNotHeldAgainstThePrediction() {
        Map<String, String> options = options("bulk_insert");
        options.put("hoodie.bulkinsert.sort.mode", "GLOBAL_SORT");

        PreflightReport report = HudiPreflight.on(spark)
                .set("spark.guard.sample.allow-shuffle", "true")
                .build()
                .write(orders().repartition(3), options, folder.resolve("table").toString(), SaveMode.Append);

        PredictionReview review = review(report);
        assertThat(review.comparisons())
                .as(TextReport.of(report))
                .singleElement()
                .satisfies(comparison -> {
                    assertThat(comparison.bound()).isEqualTo(Bound.AT_MOST);
                    assertThat(comparison.standing()).isEqualTo(Standing.NOT_JUDGED);
                });
        assertThat(review.findings()).isEmpty();
    }

    @Test
    void aFailedWriteThrowsWhatItThrewAndLeavesNoListener() throws Exception {
        int before = listeners();
        Dataset<Row> failing = changingWhenWritten(id -> {
            throw new IllegalStateException("No space left on device");
        });

        assertThatThrownBy(() -> write(failing, options("bulk_insert")))
                .isNotInstanceOf(PreflightViolationException.class)
                .rootCause()
                .hasMessage("No space left on device");

        assertThat(listeners()).isEqualTo(before);
        assertThat(spark.sparkContext().getLocalProperty(PROPERTY)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "dry_run"})
    void nothingIsMeasuredWhereTheGuardDoesNotWriteOrIsOff(String mode) {
        PreflightReport report = HudiPreflight.on(spark)
                .set("spark.guard.mode", mode)
                .build()
                .write(orders(), options("bulk_insert"), folder.resolve("table").toString(), SaveMode.Append);

        assertThat(report.review()).isNull();
    }

    /** Rows that are small and plain while the guard looks, and another text in tasks of the guarded write. */
    private Dataset<Row> changingWhenWritten(SerializableText text) {
        UDF1<Long, String> changing =
                id -> TaskContext.get().getLocalProperty(PROPERTY) == null ? "plain" : text.apply(id);
        return spark.range(0, 20_000, 1, 4)
                .withColumn(
                        "text",
                        udf(changing, DataTypes.StringType).asNondeterministic().apply(col("id")))
                .selectExpr("cast(id as string) as id", "'p' as p", "id as ts", "text");
    }

    @FunctionalInterface
    private interface SerializableText extends Serializable {
        String apply(long id);
    }

    private static String incompressible(long id) {
        return new Random(id)
                .ints(300, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private Dataset<Row> flights() {
        return spark.read()
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

    private static String flightsFile() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        return root.resolve("examples/data/flights-2001.parquet").toString();
    }

    private PreflightReport write(Dataset<Row> frame, Map<String, String> options) {
        return HudiPreflight.on(spark)
                .build()
                .write(frame, options, folder.resolve("table").toString(), SaveMode.Append);
    }

    private static PredictionReview review(PreflightReport report) {
        PredictionReview review = report.review();
        assertThat(review).as("the measured write").isNotNull();
        return review;
    }

    private static Comparison comparison(PredictionReview review, String name) {
        return review.comparisons().stream()
                .filter(comparison -> comparison.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private int listeners() throws ReflectiveOperationException {
        Object bus = SparkContext.class.getMethod("listenerBus").invoke(spark.sparkContext());
        return ((List<?>) bus.getClass().getMethod("listeners").invoke(bus)).size();
    }
}
