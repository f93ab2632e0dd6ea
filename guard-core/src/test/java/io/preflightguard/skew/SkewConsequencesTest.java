package io.preflightguard.skew;

import static io.preflightguard.skew.KeyProfileTest.count;
import static io.preflightguard.skew.KeyProfileTest.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Skew judged by what it does: to memory, to local disk, to the stage's time, to the share of one key. */
class SkewConsequencesTest {

    private static final Estimate TEN_GB = Estimate.exact(10e9, Unit.BYTES);
    private static final TaskResources ONE_GIB = new TaskResources(1L << 30, 8);
    private static final TaskResources ROOMY = new TaskResources(64L << 30, 8);

    @Test
    void aHotKeySaysHowMuchItSpillsAndHowLongTheStageTakes() {
        List<Finding> findings = judge(0.8, ShuffleConsumer.SPILLS, ONE_GIB, Map.of());

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("KEY_SKEW");
            assertThat(finding.message())
                    .startsWith("has 80.0 % of the rows; the largest of 20 tasks carries 16.2x the mean, 7.54 GiB:"
                            + " it spills 7.00 GiB and the stage takes about 6.5");
        });
    }

    @Test
    void aTaskThatStreamsDoesNotSpill() {
        assertThat(judge(0.8, ShuffleConsumer.STREAMS, ONE_GIB, Map.of()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .doesNotContain("spill", "memory")
                        .contains("7.54 GiB: the stage takes about 6.5"));
    }

    @Test
    void aSpillBelowTheRatioIsAWarningOfItsOwn() {
        List<Finding> spills = judge(0.15, ShuffleConsumer.SPILLS, ONE_GIB, Map.of());
        List<Finding> fits = judge(0.15, ShuffleConsumer.SPILLS, ROOMY, Map.of());
        List<Finding> even = judge(0.05, ShuffleConsumer.SPILLS, new TaskResources(100 << 20, 8), Map.of());

        assertThat(spills).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("KEY_SKEW_SPILL");
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.message()).contains("has 1.00 GiB of execution memory: it spills 1.00 GiB");
            assertThat(finding.remedies()).singleElement().isInstanceOf(Remedy.SpreadKeys.class);
        });
        assertThat(fits).isEmpty();
        assertThat(even).as("every task spills: a matter of size").isEmpty();
    }

    @Test
    void aTaskThatCannotSpillRunsOutOfMemory() {
        List<Finding> findings = judge(0.15, ShuffleConsumer.HOLDS_TASK, ONE_GIB, Map.of());

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("KEY_SKEW_OUT_OF_MEMORY");
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.message()).endsWith("has 1.00 GiB of execution memory: it runs out of memory");
        });
        assertThat(judge(0.15, ShuffleConsumer.HOLDS_TASK, ROOMY, Map.of())).isEmpty();
        assertThat(judge(0.15, ShuffleConsumer.HOLDS_TASK, null, Map.of()))
                .as("memory that is not known is not judged")
                .isEmpty();
    }

    @Test
    void oneKeysCollectedValuesAreTooMuchWhateverTheSalt() {
        List<Finding> certain = judge(0.15, ShuffleConsumer.HOLDS_KEY, ONE_GIB, Map.of());
        List<Finding> perhaps = judge(0.09, ShuffleConsumer.HOLDS_KEY, ONE_GIB, Map.of());

        assertThat(certain).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.suggestion()).contains("no salt");
        });
        assertThat(perhaps)
                .as("the key alone fits, all keys of its task together do not")
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.message()).contains("may run out of memory");
                });
    }

    @Test
    void skewThatOtherTasksHideIsNoReasonToRefuse() {
        KeyProfile profile = profile(KeyRole.PARTITION_PATH, 0.03);
        KeyedShuffle shuffle = new KeyedShuffle(200, true, "test", ShuffleConsumer.STREAMS, true);

        Finding few = only(SkewRules.judge(profile, shuffle, TEN_GB, new TaskResources(1L << 30, 2), config(Map.of()))
                .outcome());
        Finding many = only(SkewRules.judge(profile, shuffle, TEN_GB, new TaskResources(1L << 30, 40), config(Map.of()))
                .outcome());

        assertThat(few.severity()).isEqualTo(Severity.WARN);
        assertThat(few.message()).contains("other tasks keep the 2 slots busy meanwhile");
        assertThat(many.severity()).isEqualTo(Severity.FAIL);
        assertThat(many.message()).endsWith("the stage takes about 1.88x as long");
    }

    @Test
    void aShareIsJudgedOnlyIfALimitIsSet() {
        Map<String, String> tenPercent = Map.of("spark.guard.skew.max-share", "0.1");

        assertThat(judge(0.15, ShuffleConsumer.STREAMS, ONE_GIB, Map.of())).isEmpty();
        assertThat(judge(0.15, ShuffleConsumer.STREAMS, ONE_GIB, tenPercent))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.FAIL);
                    assertThat(finding.observed().render()).isEqualTo("15.0 %");
                    assertThat(finding.limit().source()).isEqualTo("spark.guard.skew.max-share");
                });
        assertThat(judge(0.09, ShuffleConsumer.STREAMS, ONE_GIB, tenPercent)).isEmpty();
    }

    @Test
    void onViolationWarnLetsSkewThrough() {
        Map<String, String> warn = Map.of("spark.guard.skew.on-violation", "warn");

        assertThat(judge(0.8, ShuffleConsumer.HOLDS_TASK, ONE_GIB, warn))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN, Severity.WARN);
    }

    @Test
    void whatCannotBeSaltedSaysWhyAndWhatElseToDo() {
        GuardConfig salt = config(Map.of("spark.guard.skew.on-violation", "salt"));
        KeyedShuffle noKey = new KeyedShuffle(20, true, "test", ShuffleConsumer.STREAMS, false);

        Finding path = only(SkewRules.judge(profile(KeyRole.PARTITION_PATH, 0.8), noKey, TEN_GB, ONE_GIB, salt)
                .outcome());
        Finding column = only(SkewRules.judge(profile(KeyRole.KEY_COLUMN, 0.8), noKey, TEN_GB, ONE_GIB, salt)
                .outcome());

        assertThat(path.severity()).isEqualTo(Severity.FAIL);
        assertThat(path.remedies()).isEmpty();
        assertThat(path.suggestion()).contains("no record key", "GLOBAL_SORT");
        assertThat(column.suggestion()).contains("cannot salt a shuffle that the job makes itself");
    }

    @Test
    void theSampleSizeThatDecidesFollowsFromHowTheIntervalShrinks() {
        KeySample sample =
                new KeySample(KeyRole.KEY_COLUMN, "k", Collections.nCopies(16, split(100, 0, 0)), 400, false);
        Estimate open = new Estimate(6, 4, 8, 0.95, Unit.RATIO);

        assertThat(MoreReading.toDecide(sample, open, 5))
                .isEqualTo("Read about 58 instead of 16 of the 400 input partitions to decide it:"
                        + " spark.guard.sample.max-partitions=58.");
        assertThat(MoreReading.toDecide(sample, open, 5.99)).startsWith("Read all 400 input partitions");
    }

    @Test
    void theSampleSizeThatRulesOutAnUnseenKeyIsEnough() {
        List<SplitCounts> sorted = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            sorted.add(split(1000, 0, 0, count("key" + i, 1000, 1000)));
        }
        KeyProfile profile = KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "k", sorted, 10_000, false), 0.95);

        String advice = MoreReading.toRuleOutUnseen(profile, 0.02);

        assertThat(advice).startsWith("Read about 149 instead of 32 of the 10000 input partitions");
        assertThat(1 - Math.pow(0.05, 1.0 / 149)).isLessThanOrEqualTo(0.02);
        assertThat(MoreReading.toRuleOutUnseen(profile, 0)).startsWith("Read all 10000 input partitions");
    }

    @ParameterizedTest
    @EnumSource(ShuffleConsumer.class)
    void aSampleIsDecidedOnceNothingCanTurnTheVerdict(ShuffleConsumer consumer) {
        KeyedShuffle shuffle = new KeyedShuffle(200, true, "test", consumer, true);
        List<SplitCounts> hot = new ArrayList<>();
        List<SplitCounts> even = new ArrayList<>();
        List<SplitCounts> wavering = new ArrayList<>();
        List<SplitCounts> sorted = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            hot.add(split(1000, 0, 1, count("hot", 600, 600)));
            even.add(split(1000, 0, 1, count("even", 10, 10)));
            wavering.add(split(1000, 0, 1, count("hot", i % 2 * 40L, i % 2 * 40L)));
            sorted.add(split(1000, 0, 1, count("key" + i, 1000, 1000)));
        }

        assertThat(isDecided(hot, 400, shuffle)).as("certain to fail").isTrue();
        assertThat(isDecided(even, 400, shuffle)).as("certain to pass").isTrue();
        assertThat(isDecided(wavering, 400, shuffle)).as("across the limit").isFalse();
        assertThat(isDecided(sorted, 400, shuffle)).as("an unseen key").isFalse();
        assertThat(isDecided(sorted, 16, shuffle)).as("all was read").isTrue();
        assertThat(isDecided(List.of(split(0, 0, 0)), 400, shuffle))
                .as("no rows")
                .isFalse();
        assertThat(isDecided(sorted, 400, new KeyedShuffle(200, false, "test", consumer, true)))
                .as("a note at most")
                .isTrue();
    }

    private static boolean isDecided(List<SplitCounts> splits, int all, KeyedShuffle shuffle) {
        KeyProfile profile = KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "k", splits, all, false), 0.95);
        return SkewRules.isDecided(profile, shuffle, TEN_GB, ROOMY, config(Map.of()));
    }

    private static List<Finding> judge(
            double share, ShuffleConsumer consumer, TaskResources resources, Map<String, String> settings) {
        return SkewRules.judge(
                        profile(KeyRole.PARTITION_PATH, share),
                        new KeyedShuffle(20, true, "test", consumer, true),
                        TEN_GB,
                        resources,
                        config(settings))
                .outcome()
                .findings();
    }

    private static Finding only(Outcome outcome) {
        assertThat(outcome.findings()).hasSize(1);
        return outcome.findings().get(0);
    }

    private static GuardConfig config(Map<String, String> settings) {
        return GuardConfig.of(settings, Map.of());
    }

    private static KeyProfile profile(KeyRole role, double share) {
        long hot = Math.round(100_000 * share);
        return KeyProfile.of(
                new KeySample(role, "origin", List.of(split(100_000, 0, 10, count("hot", hot, hot))), 1, false), 0.95);
    }
}
