package io.preflightguard.skew;

import static io.preflightguard.skew.KeyProfileTest.count;
import static io.preflightguard.skew.KeyProfileTest.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkewRulesTest {

    private static final GuardConfig CONFIG = GuardConfig.defaults();
    private static final Estimate LARGE = Estimate.exact(10e9, Unit.BYTES);
    private static final Estimate SMALL = Estimate.exact(10e6, Unit.BYTES);

    @Test
    void aHotPathThatTheWriteShufflesByIsRefused() {
        CheckResult result = judge(profile(KeyRole.PARTITION_PATH, 0.8), shuffle(20, true), LARGE);

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.KEY_SKEW);
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.subject()).isEqualTo("origin=hot");
            assertThat(finding.message()).contains("80.0 % of the rows", "the largest of 20 tasks carries 16");
            assertThat(finding.remedies()).singleElement().isInstanceOf(Remedy.SpreadKeys.class);
        });
    }

    @Test
    void anEvenKeyPasses() {
        CheckResult result = judge(profile(KeyRole.PARTITION_PATH, 0.05), shuffle(20, true), LARGE);

        assertThat(result.outcome()).isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                .isEmpty());
    }

    @Test
    void skewThatIsTooSmallToMatterIsANote() {
        CheckResult result = judge(profile(KeyRole.PARTITION_PATH, 0.8), shuffle(20, true), SMALL);

        assertThat(result.outcome()).isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .contains("too little to matter"));
    }

    @Test
    void skewWithoutAShuffleIsANote() {
        CheckResult result = judge(profile(KeyRole.PARTITION_PATH, 0.8), shuffle(20, false), LARGE);

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.message()).contains("if rows are ever shuffled by it");
            assertThat(finding.remedies()).isEmpty();
        });
    }

    @Test
    void withoutKnownBytesSkewIsTakenSeriously() {
        assertThat(judge(profile(KeyRole.PARTITION_PATH, 0.8), shuffle(20, true), null)
                        .outcome()
                        .findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.FAIL);
    }

    @Test
    void anIntervalAcrossTheLimitIsAWarningThatSaysSo() {
        List<SplitCounts> few = List.of(
                split(1000, 0, 0, count("hot", 350, 350)),
                split(1000, 0, 0, count("hot", 650, 650)),
                split(1000, 0, 0, count("hot", 500, 500)),
                split(1000, 0, 0, count("hot", 600, 600)));
        KeyProfile profile = KeyProfile.of(new KeySample(KeyRole.PARTITION_PATH, "origin", few, 400, false), 0.95);

        assertThat(judge(profile, shuffle(10, true), LARGE).outcome().findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.message()).contains("undecided", "cannot tell for sure");
                    assertThat(finding.suggestion())
                            .matches("Read about (\\d+) instead of 4 of the 400 input partitions to decide it:"
                                    + " spark.guard.sample.max-partitions=\\1\\.");
                });
    }

    @Test
    void aKeyThatMayFillPartitionsThatWereNotReadCannotPass() {
        List<SplitCounts> sorted = new ArrayList<>();
        List<SplitCounts> mixed = new ArrayList<>();
        KeyCount[] even =
                IntStream.range(0, 100).mapToObj(i -> count("key" + i, 10, 10)).toArray(KeyCount[]::new);
        for (int i = 0; i < 32; i++) {
            sorted.add(split(1000, 0, 1, count("key" + i, 1000, 1000)));
            mixed.add(split(1000, 0, 1, even));
        }

        Outcome clustered =
                judge(sample(sorted, 10_000), shuffle(200, true), LARGE).outcome();
        Outcome scattered =
                judge(sample(mixed, 10_000), shuffle(200, true), LARGE).outcome();
        Outcome small = judge(sample(sorted, 10_000), shuffle(200, true), SMALL).outcome();
        Outcome complete = judge(sample(sorted, 32), shuffle(200, true), SMALL).outcome();

        assertThat(clustered)
                .as("each partition holds one key, so a hot one may be in the 9,968 that were not read")
                .satisfiesAnyOf(
                        outcome -> assertThat(outcome).isInstanceOf(Outcome.Skipped.class),
                        outcome -> assertThat(outcome).isInstanceOf(Outcome.Violated.class));
        assertThat(scattered).isInstanceOf(Outcome.Passed.class);
        assertThat(small).isInstanceOf(Outcome.Passed.class);
        assertThat(complete).isInstanceOf(Outcome.Passed.class);
    }

    private static KeyProfile sample(List<SplitCounts> splits, int all) {
        return KeyProfile.of(new KeySample(KeyRole.PARTITION_PATH, "origin", splits, all, false), 0.95);
    }

    @Test
    void aSampleCutShortCannotPass() {
        KeySample cut =
                new KeySample(KeyRole.PARTITION_PATH, "origin", List.of(split(1000, 0, 0), split(1000, 0, 0)), 2, true);

        assertThat(judge(KeyProfile.of(cut, 0.95), shuffle(4, true), LARGE).outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> {
                    assertThat(skipped.reason()).isEqualTo(Outcome.SkipReason.UNDECIDED);
                    assertThat(skipped.wayOut()).contains("spark.guard.sample.max-rows");
                });
    }

    @Test
    void anyNullRecordKeyFails() {
        KeySample sample =
                new KeySample(KeyRole.RECORD_KEY, "id", List.of(split(1000, 1, 0), split(1000, 0, 0)), 100, false);

        assertThat(judge(KeyProfile.of(sample, 0.95), shuffle(4, false), LARGE)
                        .outcome()
                        .findings())
                .extracting(finding -> finding.rule().id(), Finding::severity)
                .containsExactly(tuple("RECORD_KEY_NULL", Severity.FAIL));
    }

    @Test
    void aKeyColumnOfNullsOnlyDoesNotPass() {
        KeySample nulls = new KeySample(
                KeyRole.KEY_COLUMN, "tenant", List.of(split(1000, 1000, 0, count(null, 1000, 1000))), 1, false);
        KeySample paths = new KeySample(
                KeyRole.PARTITION_PATH,
                "origin",
                List.of(split(1000, 0, 0, count("__HIVE_DEFAULT_PARTITION__", 1000, 1000))),
                1,
                false);

        for (KeySample sample : List.of(nulls, paths)) {
            assertThat(judge(KeyProfile.of(sample, 0.95), shuffle(4, false), SMALL)
                            .outcome()
                            .findings())
                    .as(sample.column())
                    .extracting(finding -> finding.rule().id())
                    .contains("KEY_ONLY_NULL");
        }
    }

    @Test
    void noRowsAreNoPass() {
        KeySample empty = new KeySample(KeyRole.KEY_COLUMN, "k", List.of(split(0, 0, 0)), 1, false);

        assertThat(judge(KeyProfile.of(empty, 0.95), shuffle(4, true), null).outcome())
                .isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void collidingKeysAreAddedUp() {
        KeySample sample = new KeySample(
                KeyRole.KEY_COLUMN,
                "k",
                List.of(split(
                        100,
                        0,
                        0,
                        new KeyCount("a", 3, 30, 30),
                        new KeyCount("b", 7, 20, 20),
                        new KeyCount("c", 0, 40, 40))),
                1,
                false);

        PartitionLoad load = PartitionLoad.predict(KeyProfile.of(sample, 0.95), 4);

        assertThat(load.largestShare().value())
                .as("a and b both fall on partition 3, and each partition gets a quarter of the rest")
                .isCloseTo(0.525, within(1e-9));
        assertThat(load.largestToMean().value()).isCloseTo(2.1, within(1e-9));
    }

    @Test
    void aPredictionFromASampleIsNeverCertain() {
        List<SplitCounts> few = List.of(split(1000, 0, 0), split(1000, 0, 0));

        assertThat(PartitionLoad.predict(sample(few, 100), 4).largestToMean().confidence())
                .isEqualTo(0.95);
        assertThat(PartitionLoad.predict(sample(few, 2), 4).largestToMean().confidence())
                .as("of a complete count")
                .isEqualTo(1);
    }

    @Test
    void negativeHashesFallOnAPartition() {
        KeySample sample = new KeySample(
                KeyRole.KEY_COLUMN, "k", List.of(split(100, 0, 0, new KeyCount("a", -7, 100, 100))), 1, false);

        assertThat(PartitionLoad.predict(KeyProfile.of(sample, 0.95), 4)
                        .largestToMean()
                        .value())
                .isCloseTo(4, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 16, 200})
    void aSlotPlanIsEven(int partitions) {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<KeyCount> counts = new ArrayList<>();
            long rows = 0;
            for (int i = 0; i < 300; i++) {
                long count = (long) (1_000_000 / Math.pow(i + 1, 1.3)) + random.nextInt(1_000);
                counts.add(new KeyCount("key" + i, random.nextInt(), count, count));
                rows += count;
            }
            KeyProfile profile = KeyProfile.of(
                    new KeySample(
                            KeyRole.PARTITION_PATH, "origin", List.of(new SplitCounts(rows, 0, counts, 0)), 1, false),
                    0.95);

            Remedy.SpreadKeys plan = SlotPlan.spread(profile, partitions);

            Map<Integer, Double> load = new HashMap<>();
            for (KeyShare key : profile.top()) {
                List<Integer> slots = plan.slots().get(key.key());
                assertThat(slots).as("slots of %s, seed %s", key.key(), seed).isNotEmpty();
                assertThat(new HashSet<>(slots)).hasSameSizeAs(slots);
                slots.forEach(slot -> load.merge(slot, key.share().value() / slots.size(), Double::sum));
            }
            assertThat(load.keySet())
                    .as("slots in use, seed %s", seed)
                    .allMatch(slot -> slot >= 0 && slot < partitions);
            double largest = load.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElseThrow();
            assertThat(largest * partitions)
                    .as("largest partition to the mean, seed %s", seed)
                    .isLessThan(1.34);
        }
    }

    private static CheckResult judge(KeyProfile profile, KeyedShuffle shuffle, Estimate bytes) {
        return SkewRules.judge(profile, shuffle, bytes, null, CONFIG);
    }

    private static KeyedShuffle shuffle(int partitions, boolean happens) {
        return new KeyedShuffle(partitions, happens, "test", ShuffleConsumer.STREAMS, true);
    }

    private static KeyProfile profile(KeyRole role, double share) {
        long rows = 100_000;
        long hot = (long) (rows * share);
        return KeyProfile.of(
                new KeySample(role, "origin", List.of(split(rows, 0, 10, count("hot", hot, hot))), 1, false), 0.95);
    }
}
