package io.preflightguard.spark.sample;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.KeyCount;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.KeyShare;
import io.preflightguard.skew.SamplingRounds;
import io.preflightguard.skew.SplitCounts;
import io.preflightguard.spark.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sample costs, and when it counts every row. */
class SamplePlanTest {

    private static final KeyColumn ORIGIN = KeyColumn.of(KeyRole.KEY_COLUMN, List.of("origin"));
    private static final KeyColumn KEY = KeyColumn.of(KeyRole.KEY_COLUMN, List.of("key"));

    @TempDir
    Path folder;

    private final SparkSession spark = TestSpark.session();
    private final Dataset<Row> flights = TestSpark.flights();

    @Test
    void everyLookIsOneJob() throws Exception {
        for (String exactBytes : List.of("0", "64m")) {
            GuardConfig config = TestSamples.config("exact-bytes", exactBytes);
            List<Sampled> looks = new ArrayList<>();
            TestSamples.Work work = TestSamples.work(
                    spark, () -> looks.add(TestSamples.read(flights, TestSamples.weighing(flights, ORIGIN), config)));

            assertThat(looks.get(0).rows()).isNotNull();
            assertThat(work.jobs())
                    .as("jobs with exact-bytes=%s", exactBytes)
                    .isEqualTo(looks.get(0).looks());
        }
    }

    @Test
    void theReadingEndsAtTheFirstLookThatIsCertain() throws Exception {
        GuardConfig config = TestSamples.config("exact-bytes", "0", "max-partitions", "32");
        SamplePlan plan = InputSampler.plan(flights, TestSamples.keys(ORIGIN), config);
        List<Sampled> first = new ArrayList<>();

        TestSamples.Work work = TestSamples.work(spark, () -> first.add(plan.read(4, sampled -> true)));

        assertThat(first.get(0).looks()).isEqualTo(1);
        assertThat(work).isEqualTo(new TestSamples.Work(1, 8, 0));
        assertThat(first.get(0).confidence()).as("corrected for three looks").isGreaterThan(0.98);
    }

    @Test
    void aLookReadsOnlyWhatNoLookHasRead() throws Exception {
        GuardConfig config = TestSamples.config("exact-bytes", "0", "max-partitions", "32");
        SamplePlan plan = InputSampler.plan(flights, TestSamples.weighing(flights, ORIGIN), config);
        List<Sampled> looks = new ArrayList<>();

        TestSamples.Work work = TestSamples.work(
                spark,
                () -> looks.add(plan.read(4, sampled -> {
                    looks.add(sampled);
                    return false;
                })));

        SamplingRounds rounds = new SamplingRounds(55, 32, 0.95);
        assertThat(looks).hasSize(rounds.looks());
        for (int look = 0; look < looks.size(); look++) {
            List<SplitCounts> splits = looks.get(look).samples().get(0).splits();
            assertThat(splits).as("look %s", look).hasSize(rounds.partitionsAt(look));
            assertThat(looks.get(looks.size() - 1).samples().get(0).splits().subList(0, splits.size()))
                    .as("what look %s read", look)
                    .isEqualTo(splits);
        }
        assertThat(work.tasks())
                .as("32 partitions counted, 8 weighed, none twice")
                .isEqualTo(40);
    }

    @Test
    void aCheapParquetInputIsCountedToTheLastRow() throws Exception {
        assertExact(flights, GuardConfig.defaults());
        // A key made by functions is as cheap as the columns it is made of.
        KeyColumn made = KeyColumn.text(KeyRole.PARTITION_PATH, "route", concat(col("origin"), col("destination")));
        assertThat(InputSampler.plan(flights, TestSamples.keys(made), GuardConfig.defaults())
                        .isExact())
                .isTrue();
    }

    @Test
    void anInputAboveTheBudgetIsSampled() throws Exception {
        for (GuardConfig dear : List.of(
                TestSamples.config("exact-bytes", "0"),
                TestSamples.config("exact-bytes", "100k"),
                TestSamples.config("max-rows", "374999"))) {
            assertThat(InputSampler.plan(flights, TestSamples.keys(ORIGIN), dear)
                            .isExact())
                    .isFalse();
        }
        assertThat(InputSampler.plan(flights.where("delay > 0"), TestSamples.keys(ORIGIN), GuardConfig.defaults())
                        .isExact())
                .as("rows behind a filter are not those of the footers")
                .isFalse();
    }

    @Test
    void aFilledCacheIsCountedToTheLastRow() throws Exception {
        Dataset<Row> cached = flights.repartition(6).cache();
        try {
            cached.count();

            assertExact(cached, GuardConfig.defaults());
            assertExact(cached.where("distance > 500"), GuardConfig.defaults());
            assertThat(InputSampler.plan(cached, TestSamples.keys(ORIGIN), TestSamples.config("max-rows", "374999"))
                            .isExact())
                    .isFalse();
        } finally {
            cached.unpersist(true);
        }
    }

    private static void assertExact(Dataset<Row> frame, GuardConfig config) throws Exception {
        SamplePlan plan = InputSampler.plan(frame, TestSamples.keys(ORIGIN), config);
        KeySample sample = plan.read(4, sampled -> false).samples().get(0);

        assertThat(plan.isExact()).isTrue();
        assertThat(sample.isComplete()).isTrue();
        Map<String, Long> atLeast = new HashMap<>();
        Map<String, Long> atMost = new HashMap<>();
        for (SplitCounts split : sample.splits()) {
            for (KeyCount count : split.frequent()) {
                atLeast.merge(String.valueOf(count.key()), count.atLeast(), Long::sum);
                atMost.merge(String.valueOf(count.key()), count.atMost(), Long::sum);
            }
        }
        long unlisted =
                sample.splits().stream().mapToLong(SplitCounts::unlistedAtMost).sum();
        for (Row row : frame.groupBy("origin").count().collectAsList()) {
            String origin = row.getString(0);
            assertThat(row.getLong(1))
                    .as("rows of %s", origin)
                    .isBetween(atLeast.getOrDefault(origin, 0L), atMost.getOrDefault(origin, 0L) + unlisted);
        }
        assertThat(KeyProfile.of(sample, 0.95).top().get(0).share().confidence())
                .isEqualTo(1);
    }

    @Test
    void aHotKeyAtTheEndOfEveryFileIsSeen() throws Exception {
        String path = folder.resolve("sorted").toString();
        spark.range(0, 400_000, 1, 16)
                .selectExpr("if(id % 10 < 3, 'zz-hot', concat('a', id % 5003)) as key", "id")
                .sortWithinPartitions("key")
                .write()
                .parquet(path);
        GuardConfig config = TestSamples.config("exact-bytes", "0", "max-partitions", "8");

        KeySample sample = TestSamples.read(spark.read().parquet(path), TestSamples.keys(KEY), config)
                .samples()
                .get(0);

        KeyShare top = KeyProfile.of(sample, 0.95).top().get(0);
        assertThat(sample.isComplete()).isFalse();
        assertThat(top.key()).isEqualTo("zz-hot");
        assertThat(top.share().value()).isBetween(0.29, 0.31);
    }

    @Test
    void aShuffleIsRunOnceWhereThatIsAllowed() throws Exception {
        for (String adaptive : List.of("true", "false")) {
            spark.conf().set("spark.sql.adaptive.enabled", adaptive);
            try {
                Dataset<Row> frame = flights.repartition(12, col("destination"));
                List<Sampled> sampled = new ArrayList<>();
                List<SamplePlan> plans = new ArrayList<>();
                TestSamples.Work work = TestSamples.work(spark, () -> {
                    plans.add(InputSampler.plan(
                            frame, TestSamples.weighing(frame, ORIGIN), TestSamples.config("allow-shuffle", "true")));
                    sampled.add(plans.get(0).read(4, looked -> false));
                });

                assertThat(plans.get(0).paidShuffle())
                        .as("adaptive %s", adaptive)
                        .isPresent();
                assertThat(work.shuffledRows())
                        .as("rows shuffled, adaptive %s", adaptive)
                        .isEqualTo(375_000);
                assertThat(sampled.get(0).rowsRead()).isEqualTo(375_000);
                assertThat(sampled.get(0).rows()).isNotNull();
                assertThat(sampled.get(0).samples().get(0).weighed()).isNotEmpty();
                assertThat(spark.conf().getAll().contains("spark.sql.files.maxPartitionBytes"))
                        .isFalse();
            } finally {
                spark.conf().unset("spark.sql.adaptive.enabled");
            }
        }
    }

    @Test
    void noThreadIsLeftThatWouldKeepTheProgramAlive() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        TestSamples.read(flights, TestSamples.weighing(flights, ORIGIN), GuardConfig.defaults());

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .allMatch(Thread::isDaemon);
    }
}
