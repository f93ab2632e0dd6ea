package io.preflightguard.spark.sample;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.KeyShare;
import io.preflightguard.skew.PartitionLoad;
import io.preflightguard.spark.TestSpark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.ForeachFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class InputSamplerTest {

    private static final int DRAWS = Integer.getInteger("guard.sample.draws", 60);

    private static final KeyColumn ORIGIN = KeyColumn.of(KeyRole.KEY_COLUMN, List.of("origin"));

    private final SparkSession spark = TestSpark.session();
    private final Dataset<Row> flights = TestSpark.flights();

    @Test
    void readingEveryPartitionGivesExactShares() throws Exception {
        KeySample sample = keys(flights, config("max-partitions", "1000"), ORIGIN)
                .samples()
                .get(0);

        assertThat(sample.isComplete()).isTrue();
        assertThat(sample.rows()).isEqualTo(375_000);
        Map<String, Double> truth = shares(flights);
        for (KeyShare key : KeyProfile.of(sample, 0.95).top()) {
            assertThat(key.share().value()).as("share of %s", key.key()).isCloseTo(truth.get(key.key()), within(3e-4));
        }
    }

    @Test
    void theIntervalContainsTheTrueShareInNineteenOfTwentyDraws() throws Exception {
        assertCoverage(flights, 16);
    }

    /** The same on the whole file of 3 million flights, given with {@code -Dguard.flights=...}. */
    @Test
    @Tag("long")
    void theIntervalContainsTheTrueShareOnTheWholeFile() throws Exception {
        assertCoverage(spark.read().parquet(System.getProperty("guard.flights")), 6);
    }

    private void assertCoverage(Dataset<Row> frame, int partitions) throws Exception {
        Map<String, Double> truth = shares(frame);
        List<Integer> misses = new ArrayList<>();
        double widest = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            GuardConfig config = GuardConfig.of(
                    Map.of(
                            "spark.guard.seed", Integer.toString(seed),
                            "spark.guard.sample.max-partitions", Integer.toString(partitions),
                            "spark.guard.sample.exact-bytes", "0"),
                    Map.of());
            KeySample sample = keys(frame, config, ORIGIN).samples().get(0);
            assertThat(sample.isComplete()).as("a sample, not all").isFalse();
            KeyShare top = KeyProfile.of(sample, config.confidence()).top().get(0);
            double share = truth.get(top.key());
            widest = Math.max(widest, top.share().high() - top.share().low());
            if (share < top.share().low() || share > top.share().high()) {
                misses.add(seed);
            }
        }

        System.out.printf(
                "coverage: %d of %d draws missed %s, widest interval %.4f%n", misses.size(), DRAWS, misses, widest);
        assertThat(misses).as("seeds whose interval misses the true share").hasSizeLessThanOrEqualTo(DRAWS / 20);
        assertThat(widest).as("an interval so wide that it says nothing").isLessThan(0.05);
    }

    @Test
    void theSameSeedDrawsTheSameSample() throws Exception {
        GuardConfig config = config("max-partitions", "8");

        assertThat(keys(flights, config, ORIGIN).samples())
                .isEqualTo(keys(flights, config, ORIGIN).samples());
    }

    @Test
    void parquetRowsComeFromFooters() throws Exception {
        assertThat(keys(flights, config("max-partitions", "4"), ORIGIN).inputRows())
                .isEqualTo(Estimate.exact(375_000, Unit.COUNT));
    }

    @Test
    void rowsAfterAFilterAreEstimatedWithAnInterval() throws Exception {
        Dataset<Row> far = flights.where("distance > 1000");
        double truth = far.count();
        List<Integer> misses = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            GuardConfig config = GuardConfig.of(
                    Map.of("spark.guard.seed", Integer.toString(seed), "spark.guard.sample.max-partitions", "16"),
                    Map.of());
            Estimate rows = keys(far, config, ORIGIN).inputRows();
            assertThat(rows.isExact()).isFalse();
            assertThat(rows.high() / rows.low())
                    .as("ends of the interval, seed %s", seed)
                    .isLessThan(1.1);
            if (truth < rows.low() || truth > rows.high()) {
                misses.add(seed);
            }
        }

        assertThat(misses).as("seeds whose interval misses %s rows", truth).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void countsNullsAndSeveralColumnsAsOneKey() throws Exception {
        Dataset<Row> frame = spark.range(0, 1000, 1, 4)
                .selectExpr("if(id % 10 < 7, null, id % 10) as a", "if(id % 2 = 0, '1', '12') as b", "id % 3 as c");

        List<KeySample> samples = keys(
                        frame,
                        GuardConfig.defaults(),
                        KeyColumn.of(KeyRole.KEY_COLUMN, List.of("a")),
                        KeyColumn.of(KeyRole.RECORD_KEY, List.of("b", "c")))
                .samples();

        assertThat(samples.get(0).nulls()).isEqualTo(700);
        assertThat(KeyProfile.of(samples.get(0), 0.95).top().get(0).key()).isNull();
        assertThat(KeyProfile.of(samples.get(1), 0.95).top())
                .as("pairs of b and c")
                .hasSize(6);
    }

    @Test
    void aRecordKeyIsNullWhereHudiTakesItForNull() throws Exception {
        Dataset<Row> frame = spark.range(0, 100, 1, 2)
                .selectExpr("if(id < 10, null, if(id < 20, '', 'x')) as a", "if(id < 15, null, id) as b");

        List<KeySample> samples = keys(
                        frame,
                        GuardConfig.defaults(),
                        KeyColumn.of(KeyRole.RECORD_KEY, List.of("a")),
                        KeyColumn.of(KeyRole.RECORD_KEY, List.of("a", "b")),
                        KeyColumn.of(KeyRole.KEY_COLUMN, List.of("a", "b")))
                .samples();

        assertThat(samples).extracting(KeySample::nulls).containsExactly(20L, 15L, 15L);
    }

    @Test
    void aSampleThatFoundNoRowDoesNotSayThereAreNone() throws Exception {
        Dataset<Row> oneRow = flights.where("date > '2001-06-30 23:58:00'");

        Sampled samples = keys(oneRow, config("max-partitions", "2"), ORIGIN);

        assertThat(samples.rowsRead()).isZero();
        assertThat(samples.inputRows()).as("rows that were not counted").isNull();
    }

    @Test
    void hashesAsSparkShuffles() throws Exception {
        KeySample sample = keys(flights, config("max-partitions", "1000"), ORIGIN)
                .samples()
                .get(0);

        Map<Integer, Long> byPartition = new HashMap<>();
        flights.repartition(7, col("origin"))
                .groupBy(functions.spark_partition_id())
                .count()
                .collectAsList()
                .forEach(row -> byPartition.put(row.getInt(0), row.getLong(1)));
        double largest =
                byPartition.values().stream().mapToLong(Long::longValue).max().orElseThrow();

        assertThat(PartitionLoad.predict(KeyProfile.of(sample, 0.95), 7)
                        .largestShare()
                        .value())
                .as("the largest of 7 partitions")
                .isCloseTo(largest / 375_000, within(0.002));
    }

    @Test
    void longPartitionsAreCutShortAndSaidSo() throws Exception {
        Sampled samples = keys(flights, config("max-rows", "1000"), ORIGIN);

        assertThat(samples.rowsRead()).isLessThanOrEqualTo(1000);
        assertThat(samples.samples().get(0).truncated()).isTrue();
        assertThat(samples.samples().get(0).isComplete()).isFalse();
    }

    @Test
    void anEmptyInputIsKnownToBeEmpty() throws Exception {
        Sampled samples = keys(flights.where("distance < 0"), config("max-partitions", "1000"), ORIGIN);

        assertThat(samples.inputRows().high()).isZero();
        assertThat(TestSamples.read(
                                flights.where("distance < 0"),
                                TestSamples.weighing(flights.where("distance < 0")),
                                config("max-partitions", "1000"))
                        .rows())
                .as("weights of no rows")
                .isNull();
    }

    @Test
    void rowsBehindAShuffleAreNotSampled() {
        for (Dataset<Row> frame : List.of(
                flights.groupBy("origin").count(),
                flights.orderBy("delay"),
                flights.repartition(4),
                flights.join(
                        flights.select(col("origin").as("o")).hint("merge"),
                        col("origin").equalTo(col("o"))),
                flights.limit(10))) {
            int before = jobs();
            assertThatThrownBy(() -> InputSampler.plan(frame, TestSamples.keys(), GuardConfig.defaults()))
                    .as(frame.toString())
                    .isInstanceOfSatisfying(
                            UnreadableInputException.class, unreadable -> assertThat(unreadable.wayOut())
                                    .contains("Put the guard before that step", "spark.guard.sample.allow-shuffle"));
            assertThat(jobs()).as("jobs run to find out").isEqualTo(before);
        }
    }

    @Test
    void rowsOfAFilledCacheAreSampledAndTheCacheIsLeftAlone() throws Exception {
        Dataset<Row> cached = flights.repartition(6).persist(StorageLevel.MEMORY_ONLY());
        try {
            assertThatThrownBy(() -> InputSampler.plan(cached, TestSamples.keys(), GuardConfig.defaults()))
                    .as("an empty cache would have to run the shuffle")
                    .isInstanceOf(UnreadableInputException.class);
            cached.count();

            assertThat(keys(cached, GuardConfig.defaults(), ORIGIN).rowsRead()).isEqualTo(375_000);
            assertThat(cached.storageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY());
        } finally {
            cached.unpersist(true);
        }
        assertThat(flights.storageLevel()).isEqualTo(StorageLevel.NONE());
    }

    @Test
    void theSessionIsLeftAsItWas() throws Exception {
        String key = "spark.sql.files.maxPartitionBytes";
        String before = spark.conf().get(key);
        keys(flights, config("max-partitions", "4"), ORIGIN);
        assertThat(spark.conf().get(key)).isEqualTo(before);
        assertThat(spark.conf().getAll().contains(key))
                .as("the default stays unset")
                .isFalse();

        spark.conf().set(key, "32m");
        try {
            keys(flights, config("max-partitions", "4"), ORIGIN);
            assertThat(spark.conf().get(key)).isEqualTo("32m");
        } finally {
            spark.conf().unset(key);
        }
    }

    @Test
    void aRowWeighsWhatSparkWritesForIt() throws Exception {
        Dataset<Row> rows = flights.withColumn("pad", lit(""));
        SampleRequest request = new SampleRequest(
                List.of(ORIGIN), new SampleRequest.Weighing(rows, "origin", List.of("zstd"), List.of()));
        RowSample sample = InputSampler.plan(rows, request, GuardConfig.defaults())
                .read(8, sampled -> false)
                .rows();

        ShuffleBytes measured = ShuffleBytes.of(
                spark, () -> rows.repartition(8, col("origin")).foreach((ForeachFunction<Row>) row -> {}));

        double predicted = sample.bytes().effective().value() * 375_000;
        System.out.printf(
                "shuffle bytes: predicted %.0f, measured %d, off by %.1f %%%n",
                predicted, measured.written(), 100 * (predicted / measured.written() - 1));
        assertThat(measured.records()).isEqualTo(375_000);
        assertThat(predicted / measured.written()).as("predicted to measured").isBetween(0.9, 1.1);
        assertThat(sample.bytes().compressed()).containsOnlyKeys("lz4", "zstd");
        assertThat(sample.leastFreeDisk()).as("free disk seen by a task").isPresent();
    }

    private Sampled keys(Dataset<Row> frame, GuardConfig config, KeyColumn... keys) throws Exception {
        return TestSamples.read(frame, TestSamples.keys(keys), config);
    }

    private int jobs() {
        return new JavaSparkContext(spark.sparkContext()).statusTracker().getJobIdsForGroup(null).length;
    }

    private static Map<String, Double> shares(Dataset<Row> frame) {
        double rows = frame.count();
        Map<String, Double> shares = new HashMap<>();
        frame.groupBy("origin")
                .count()
                .collectAsList()
                .forEach(row -> shares.put(row.getString(0), row.getLong(1) / rows));
        return shares;
    }

    /** Samples even what could be counted. */
    private static GuardConfig config(String key, String value) {
        return TestSamples.config("exact-bytes", "0", key, value);
    }
}
