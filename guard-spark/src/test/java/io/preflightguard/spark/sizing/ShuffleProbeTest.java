package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.spark.TestSpark;
import io.preflightguard.spark.sample.ShuffleBytes;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleProbeTest {

    private static final GuardConfig CONFIG = GuardConfig.of(Map.of(), Map.of());

    @ParameterizedTest
    @CsvSource({
        "false, repartition(7)",
        "false, repartition(40) by key",
        "false, groupBy",
        "false, distinct count",
        "false, sort",
        "true, repartition(7)",
        "true, groupBy"
    })
    void whatAShuffleWritesIsForeseen(boolean adaptive, String operation) throws Exception {
        SparkSession spark = TestSpark.session().newSession();
        spark.conf().set("spark.sql.adaptive.enabled", adaptive);
        Dataset<Row> frame =
                operation(spark.read().parquet(TestSpark.flightsFile()).where("delay >= 0"), operation);

        ShuffleForecast forecast = ShuffleProbe.of(frame, CONFIG);
        ShuffleBytes measured = ShuffleBytes.of(
                spark, () -> frame.write().format("noop").mode("overwrite").save());

        Estimate written = forecast.written().orElseThrow();
        assertThat((double) measured.written())
                .as("measured bytes of %s, adaptive %s, predicted %s", operation, adaptive, written.render())
                .isBetween(written.low(), written.high());
    }

    private static Dataset<Row> operation(Dataset<Row> source, String operation) {
        return switch (operation) {
            case "repartition(7)" -> source.repartition(7);
            case "repartition(40) by key" -> source.repartition(40, functions.col("origin"));
            case "groupBy" -> source.groupBy("origin", "destination").agg(functions.sum("delay"), functions.count("*"));
            case "distinct count" -> source.groupBy("date").count();
            case "sort" -> source.orderBy("distance");
            default -> throw new IllegalArgumentException(operation);
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void mapTasksWithoutARowGroupAreNotTakenToWriteAnything(long seed, @TempDir Path folder) throws Exception {
        // Given files of one row group each that are read in pieces of a tenth of it: nine map tasks in ten read
        // nothing.
        SparkSession spark = TestSpark.session().newSession();
        String files = folder.resolve("files").toString();
        spark.range(0, 400_000, 1, 4)
                .selectExpr("id", "sha2(string(id), 256) as text")
                .write()
                .parquet(files);
        long length =
                Objects.requireNonNull(new File(files).listFiles((dir, name) -> name.endsWith(".parquet")))[0].length();
        spark.conf().set("spark.sql.files.maxPartitionBytes", length / 10);
        spark.conf().set("spark.sql.files.openCostInBytes", 1L << 30);
        Dataset<Row> frame = spark.read().parquet(files).repartition(7);

        ShuffleForecast forecast =
                ShuffleProbe.of(frame, GuardConfig.of(Map.of("spark.guard.seed", "" + seed), Map.of()));
        ShuffleBytes measured = ShuffleBytes.of(
                spark, () -> frame.write().format("noop").mode("overwrite").save());

        Estimate written = forecast.written().orElseThrow();
        assertThat(written.value())
                .as("seed %d, predicted %s, measured %d", seed, written.render(), measured.written())
                .isCloseTo(measured.written(), Percentage.withPercentage(3));
        assertThat(written.high()).as("upper end").isLessThan(1.1 * measured.written());
    }

    @Test
    void mapTasksThatReadNothingWriteARowOfAnAggregateWithoutAKey(@TempDir Path folder) {
        SparkSession spark = TestSpark.session().newSession();
        String files = folder.resolve("files").toString();
        spark.range(0, 400_000, 1, 1).write().parquet(files);
        spark.conf().set("spark.sql.files.maxPartitionBytes", 64L << 10);
        Dataset<Row> rows = spark.read().parquet(files);
        int mapTasks = rows.rdd().getNumPartitions();

        ShuffleForecast forecast = ShuffleProbe.of(rows.agg(functions.sum("id")), CONFIG);

        assertThat(mapTasks).as("map tasks, of which one reads rows").isGreaterThan(10);
        assertThat(forecast.exchanges().get(0).rows().value()).isEqualTo(mapTasks);
    }

    @Test
    void whatIsNotSeenIsNotSaidToBeNothing() {
        SparkSession spark = TestSpark.session().newSession();
        // Of two hundred map tasks only the last has rows, and eight are run.
        Dataset<Row> frame =
                spark.range(0, 200_000, 1, 200).where("id >= 199000").toDF().repartition(3);

        ShuffleForecast forecast = ShuffleProbe.of(frame, CONFIG);

        assertThat(forecast.exchanges()).isEmpty();
        assertThat(forecast.notPossible())
                .singleElement()
                .asString()
                .contains("none of the 8 of 200 map tasks that were run wrote a row");
        assertThat(forecast.written()).isEmpty();
    }

    @Test
    void aJoinShufflesBothSidesAndABroadcastNone() {
        SparkSession spark = TestSpark.session().newSession();
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
        Dataset<Row> left = spark.range(0, 20_000, 1, 3).selectExpr("id as k", "id * 2 as v");
        Dataset<Row> right = spark.range(0, 500, 1, 2).selectExpr("id as k", "id as w");

        ShuffleForecast shuffled = ShuffleProbe.of(left.join(right, "k"), CONFIG);
        ShuffleForecast broadcast = ShuffleProbe.of(left.join(functions.broadcast(right), "k"), CONFIG);

        assertThat(shuffled.joins()).containsExactly("SortMergeJoin");
        assertThat(shuffled.exchanges()).hasSize(2);
        assertThat(shuffled.exchanges().get(0).rows().value()).isEqualTo(20_000);
        assertThat(shuffled.exchanges().get(1).rows().value()).isEqualTo(500);
        assertThat(broadcast.exchanges()).isEmpty();
        assertThat(broadcast.broadcasts()).isEqualTo(1);
        assertThat(broadcast.written().orElseThrow().value()).isZero();
    }

    @Test
    void aShuffleBehindAShuffleIsSaidNotToBePossible() {
        Dataset<Row> frame = TestSpark.flights().groupBy("origin").count().repartition(3);

        ShuffleForecast forecast = ShuffleProbe.of(frame, CONFIG);

        assertThat(forecast.exchanges()).hasSize(1);
        assertThat(forecast.notPossible()).singleElement().asString().contains("another shuffle");
        assertThat(forecast.written()).isEmpty();
    }

    @Test
    void anAggregateBeforeTheShuffleIsRun() {
        Dataset<Row> frame = TestSpark.session()
                .range(0, 100_000, 1, 4)
                .selectExpr("id % 10 as k")
                .groupBy("k")
                .count();

        ShuffleForecast forecast = ShuffleProbe.of(frame, CONFIG);

        assertThat(forecast.aggregates()).isNotEmpty();
        assertThat(forecast.exchanges().get(0).rows().value())
                .as("ten keys from each of four tasks")
                .isEqualTo(40);
    }

    @Test
    void aBroadcastBelowAShuffleIsRun() {
        SparkSession spark = TestSpark.session().newSession();
        Dataset<Row> small = spark.range(0, 100).selectExpr("id as k", "'x' as name");
        Dataset<Row> frame = spark.range(0, 10_000, 1, 3)
                .selectExpr("id as k")
                .join(functions.broadcast(small), "k")
                .repartition(2);

        ShuffleForecast forecast = ShuffleProbe.of(frame, CONFIG);

        assertThat(forecast.exchanges())
                .singleElement()
                .satisfies(exchange -> assertThat(exchange.rows().value()).isEqualTo(100));
    }
}
