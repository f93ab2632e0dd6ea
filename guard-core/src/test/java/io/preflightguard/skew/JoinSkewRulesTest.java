package io.preflightguard.skew;

import static io.preflightguard.skew.KeyProfileTest.count;
import static io.preflightguard.skew.KeyProfileTest.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JoinSkewRulesTest {

    private static final int PARTITIONS = 20;
    private static final Estimate MILLION = Estimate.exact(1e6, Unit.COUNT);
    private static final TaskResources ONE_GIB = new TaskResources(1L << 30, 8);

    @Test
    void aKeyThatIsFrequentOnBothSidesExplodes() {
        CheckResult result = judge(side("hot", 0.06, null), side("hot", 0.07, null));

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("JOIN_PRODUCT_EXPLODES");
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.subject()).isEqualTo("k=<hidden key 1>");
            assertThat(finding.message())
                    .isEqualTo("alone makes 4,200,000,000 of the join's rows in one task: 60,000 on the left times"
                            + " 70,000 on the right");
            assertThat(finding.observed().render()).isEqualTo("2,100x");
        });
    }

    @Test
    void aDimensionWithOneRowAKeyDoesNot() {
        CheckResult result = judge(side("hot", 0.06, null), dimension());

        assertThat(result.outcome()).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aProductOfFewBytesIsTooSmallToMatter() {
        Estimate thousand = Estimate.exact(1000, Unit.COUNT);
        Estimate bytes = Estimate.exact(100_000, Unit.BYTES);
        JoinedRows left =
                new JoinedRows(profile(count("hot", 50_000, 50_000)), thousand, bytes, false, ShuffleConsumer.SPILLS);
        JoinedRows right =
                new JoinedRows(profile(count("hot", 50_000, 50_000)), thousand, bytes, false, ShuffleConsumer.SPILLS);

        assertThat(judge(left, right).outcome()).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aSemiJoinMakesNoProduct() {
        KeyedJoin semi = new KeyedJoin(side("hot", 0.06, null), side("hot", 0.07, null), PARTITIONS, false, false);

        assertThat(JoinSkewRules.judge(semi, null, GuardConfig.defaults()).outcome())
                .isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aTaskCarriesBothSidesOfItsKeys() {
        JoinLoad load = JoinLoad.ofRows(join(side("hot", 0.2, null), side("hot", 0.4, null)));

        assertThat(load.largest().value())
                .as("0.2 and 0.4 million rows of the key, and a 20th of the rest")
                .isCloseTo(600_000 + 1_400_000 / 20.0, within(1.0));
        assertThat(load.largestToMean(PARTITIONS).value()).isCloseTo(6.7, within(1e-6));
    }

    @Test
    void nullsOfAPreservedSidePileUpInOneTask() {
        KeyProfile nulls = profile(count(null, 60_000, 60_000));
        JoinedRows kept = new JoinedRows(nulls, MILLION, null, true, ShuffleConsumer.SPILLS);
        JoinedRows dropped = new JoinedRows(nulls, MILLION, null, false, ShuffleConsumer.SPILLS);

        assertThat(judge(kept, dimension()).outcome().findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule().id()).isEqualTo("JOIN_KEY_NULL_SKEW");
                    assertThat(finding.subject()).isEqualTo("k=NULL");
                    assertThat(finding.message()).contains("of the left side, which match nothing and are kept", "12.");
                });
        assertThat(judge(dropped, dimension()).outcome()).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void nullsThatMatchAreAKeyLikeAnyOther() {
        JoinedRows nulls =
                new JoinedRows(profile(count(null, 60_000, 60_000)), MILLION, null, false, ShuffleConsumer.SPILLS);
        KeyedJoin nullSafe = new KeyedJoin(nulls, nulls, PARTITIONS, true, true);

        assertThat(JoinSkewRules.judge(nullSafe, null, GuardConfig.defaults())
                        .outcome()
                        .findings())
                .extracting(finding -> finding.rule().id())
                .containsExactly("JOIN_PRODUCT_EXPLODES", "KEY_SKEW");
    }

    @Test
    void aHashTableMustFitAndASortMaySpill() {
        Estimate tenGb = Estimate.exact(10e9, Unit.BYTES);
        JoinedRows streamed = new JoinedRows(profile(), MILLION, tenGb, false, ShuffleConsumer.STREAMS);
        JoinedRows built = new JoinedRows(
                profile(count("hot", 15_000, 15_000)), MILLION, tenGb, false, ShuffleConsumer.HOLDS_TASK);
        JoinedRows sorted =
                new JoinedRows(profile(count("hot", 15_000, 15_000)), MILLION, tenGb, false, ShuffleConsumer.SPILLS);

        List<Finding> hash = JoinSkewRules.judge(join(streamed, built), ONE_GIB, GuardConfig.defaults())
                .outcome()
                .findings();
        List<Finding> sort = JoinSkewRules.judge(
                        join(side("cold", 0.001, tenGb), sorted), ONE_GIB, GuardConfig.defaults())
                .outcome()
                .findings();

        assertThat(hash).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("KEY_SKEW_OUT_OF_MEMORY");
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.message())
                    .contains("a hash table of 1.79 GiB", "of the right side", "it runs out of memory");
        });
        assertThat(sort).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("KEY_SKEW_SPILL");
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
        });
        assertThat(JoinSkewRules.judge(join(streamed, built), new TaskResources(8L << 30, 8), GuardConfig.defaults())
                        .outcome())
                .isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aSampleThatLeavesTheOtherSideOpenIsNoPass() {
        List<SplitCounts> sorted = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            sorted.add(split(1000, 0, 0, count("key" + i, 1000, 1000)));
        }
        JoinedRows sampled = new JoinedRows(
                KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "k", sorted, 10_000, false), 0.95),
                MILLION,
                null,
                false,
                ShuffleConsumer.SPILLS);

        assertThat(judge(side("hot", 0.06, null), sampled).outcome()).isNotInstanceOf(Outcome.Passed.class);
    }

    @Test
    void emptySidesAreNoSkew() {
        JoinedRows empty = new JoinedRows(
                KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "k", List.of(split(0, 0, 0)), 1, false), 0.95),
                Estimate.exact(0, Unit.COUNT),
                null,
                false,
                ShuffleConsumer.SPILLS);
        JoinedRows unread = new JoinedRows(
                KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "k", List.of(split(0, 0, 0)), 9, false), 0.95),
                MILLION,
                null,
                false,
                ShuffleConsumer.SPILLS);

        assertThat(judge(empty, empty).outcome()).isInstanceOf(Outcome.Skipped.class);
        assertThat(judge(empty, dimension()).outcome()).isInstanceOf(Outcome.Passed.class);
        assertThat(judge(empty, unread).outcome()).isInstanceOf(Outcome.Skipped.class);
    }

    private static JoinedRows side(String key, double share, @Nullable Estimate bytes) {
        long rows = Math.round(share * 100_000);
        return new JoinedRows(profile(count(key, rows, rows)), MILLION, bytes, false, ShuffleConsumer.SPILLS);
    }

    private static JoinedRows dimension() {
        return new JoinedRows(
                KeyProfile.of(
                        new KeySample(
                                KeyRole.KEY_COLUMN, "k", List.of(split(1000, 0, 1, count("hot", 1, 1))), 1, false),
                        0.95),
                Estimate.exact(1000, Unit.COUNT),
                null,
                false,
                ShuffleConsumer.SPILLS);
    }

    private static KeyProfile profile(KeyCount... counts) {
        long nulls = Arrays.stream(counts)
                .filter(count -> count.key() == null)
                .mapToLong(KeyCount::atLeast)
                .sum();
        return KeyProfile.of(
                new KeySample(KeyRole.KEY_COLUMN, "k", List.of(split(100_000, nulls, 1, counts)), 1, false), 0.95);
    }

    private static KeyedJoin join(JoinedRows left, JoinedRows right) {
        return new KeyedJoin(left, right, PARTITIONS, false, true);
    }

    private static CheckResult judge(JoinedRows left, JoinedRows right) {
        return JoinSkewRules.judge(join(left, right), null, GuardConfig.of(Map.of(), Map.of()));
    }
}
