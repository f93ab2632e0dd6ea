package io.preflightguard.skew;

import static io.preflightguard.skew.KeyProfileTest.count;
import static io.preflightguard.skew.KeyProfileTest.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldKeyRulesTest {

    private static final Estimate MILLION = Estimate.exact(1e6, Unit.COUNT);

    /** 200 bytes a row, and 56 for its objects. */
    private static final Estimate BYTES = Estimate.exact(200e6, Unit.BYTES);

    private static final long MIB = 1L << 20;

    @Test
    void aKeyThatDoesNotFitTheHeapIsRefused() {
        Outcome outcome = judge(side("hot", 0.6), side("other", 0.01), 50 * MIB, 140 * MIB);

        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("KEY_SKEW_OUT_OF_MEMORY");
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.subject()).isEqualTo("k=<hidden key 1>");
            assertThat(finding.message()).contains("146 MiB", "a heap of 140 MiB: it runs out of memory");
        });
    }

    @Test
    void aKeyThatLivesOffOtherTasksIsWarnedOf() {
        Outcome outcome = judge(side("hot", 0.6), side("other", 0.01), 50 * MIB, 160 * MIB);

        assertThat(outcome.findings()).singleElement().satisfies(finding -> assertThat(finding.severity())
                .isEqualTo(Severity.WARN));
    }

    @Test
    void bothSidesRowsOfAKeyAreHeldTogether() {
        Outcome apart = judge(side("hot", 0.3), side("other", 0.3), 100 * MIB, 140 * MIB);
        Outcome together = judge(side("hot", 0.3), side("hot", 0.3), 100 * MIB, 140 * MIB);

        assertThat(apart).isInstanceOf(Outcome.Passed.class);
        assertThat(together.findings()).singleElement().satisfies(finding -> assertThat(finding.severity())
                .isEqualTo(Severity.FAIL));
    }

    @Test
    void nullsThatMatchNothingAreNotHeld() {
        KeyedJoin plain = new KeyedJoin(side(null, 0.6), side("other", 0.01), 16, false, true);
        KeyedJoin nullSafe = new KeyedJoin(side(null, 0.6), side("other", 0.01), 16, true, true);

        assertThat(HeldKeyRules.judge(plain, SaltPlan.none(16), 50 * MIB, 140 * MIB, GuardConfig.defaults())
                        .outcome())
                .isInstanceOf(Outcome.Passed.class);
        assertThat(HeldKeyRules.judge(nullSafe, SaltPlan.none(16), 50 * MIB, 140 * MIB, GuardConfig.defaults())
                        .outcome()
                        .findings())
                .hasSize(1);
    }

    @Test
    void aKeyThatMayLieInWhatWasNotReadIsNoPass() {
        List<SplitCounts> sorted = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            sorted.add(split(1000, 0, 0, count("key" + i, 1000, 1000)));
        }
        JoinedRows sampled = new JoinedRows(
                KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "k", sorted, 10_000, false), 0.95),
                MILLION,
                BYTES,
                true,
                ShuffleConsumer.SPILLS);

        assertThat(judge(sampled, side("other", 0.01), 15 * MIB, 140 * MIB))
                .as("16 %% of the rows may be of a key that was not seen: 34 MiB")
                .isNotInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aKeyThatIsCutIsNoLongerCertainToDie() {
        JoinedRows hot = side("hot", 0.6);
        int hash = hot.profile().top().get(0).hash();
        SaltedKey cut = new SaltedKey(hash, "hot", 6e5, 0, 4, 1, false, List.of(0, 1, 2, 3));
        SaltedKey other = new SaltedKey(hash + 1, "other", 6e5, 0, 4, 1, false, List.of(0, 1, 2, 3));

        assertThat(judge(hot, side("other", 0.01), plan(cut), 50 * MIB, 140 * MIB)
                        .findings())
                .as("its rows may be alike and stay together, so it may still be too large")
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARN));
        assertThat(judge(hot, side("other", 0.01), plan(other), 50 * MIB, 140 * MIB)
                        .findings())
                .as("another key is cut")
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.FAIL));
    }

    @Test
    void aKeyOfFewRowsThatWeighMuchIsHeldToo() {
        JoinedRows heavy = side(List.of(count("heavy", 80, 80), count("hot", 30_000, 30_000)), false, 1_000_000);

        assertThat(judge(heavy, side("other", 0.01), 100 * MIB, 1 << 30).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARN));
    }

    @Test
    void aKeyThatWasNotWeighedMayBeAsHeavyAsAny() {
        KeyCount hot = count("hot", 50_000, 50_000);
        SplitBytes weighed = new SplitBytes(
                25_000, 25_000 * 400, List.of(new KeyBytes(count("heavy", 1, 1).hash(), 500, 500 * 10_200)));
        KeySample sample = new KeySample(
                KeyRole.KEY_COLUMN, "k", List.of(split(100_000, 0, 1, hot)), 1, false, Collections.nCopies(4, weighed));
        JoinedRows side = new JoinedRows(
                KeyProfile.of(sample, 0.95), MILLION, Estimate.exact(400e6, Unit.BYTES), true, ShuffleConsumer.SPILLS);

        assertThat(judge(side, side("other", 0.01), 300 * MIB, 1L << 30))
                .as("500,000 rows of 200 bytes fit, and of 10,200 do not")
                .isNotInstanceOf(Outcome.Passed.class);
    }

    @Test
    void partitionsThatWereCutShortNeitherPassNorRefuse() {
        JoinedRows cut = side(List.of(count("hot", 60_000, 60_000)), true, 200);
        JoinedRows cold = side(List.of(count("cold", 10, 10)), true, 200);

        assertThat(judge(cut, side("other", 0.01), 50 * MIB, 140 * MIB).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARN));
        assertThat(judge(cold, side("other", 0.01), 50 * MIB, 140 * MIB)).isNotInstanceOf(Outcome.Passed.class);
    }

    @Test
    void rowsThatWereNotWeighedAreNoPass() {
        JoinedRows unweighed = new JoinedRows(side("hot", 0.1).profile(), MILLION, null, true, ShuffleConsumer.SPILLS);

        assertThat(judge(unweighed, side("other", 0.01), 50 * MIB, 140 * MIB)).isInstanceOf(Outcome.Skipped.class);
    }

    private static SaltPlan plan(SaltedKey key) {
        return new SaltPlan(List.of(key), 16, false, false, 9, 1);
    }

    private static JoinedRows side(@Nullable String key, double share) {
        long rows = Math.round(share * 100_000);
        return side(List.of(count(key, rows, rows)), false, 200);
    }

    /** 100,000 rows that were read, of 200 bytes each but for the first key's. */
    private static JoinedRows side(List<KeyCount> keys, boolean truncated, long firstWeighs) {
        KeyCount first = keys.get(0);
        long rows = first.atMost() / 4;
        SplitBytes weighed = new SplitBytes(
                25_000,
                (25_000 - rows) * 200 + rows * firstWeighs,
                firstWeighs == 0 ? List.of() : List.of(new KeyBytes(first.hash(), rows, rows * firstWeighs)));
        KeySample sample = new KeySample(
                KeyRole.KEY_COLUMN,
                "k",
                List.of(split(100_000, 0, 1, keys.toArray(KeyCount[]::new))),
                1,
                truncated,
                Collections.nCopies(4, weighed));
        return new JoinedRows(KeyProfile.of(sample, 0.95), MILLION, BYTES, true, ShuffleConsumer.SPILLS);
    }

    private static Outcome judge(JoinedRows left, JoinedRows right, long taskMemory, long heap) {
        return judge(left, right, SaltPlan.none(16), taskMemory, heap);
    }

    private static Outcome judge(JoinedRows left, JoinedRows right, SaltPlan plan, long taskMemory, long heap) {
        KeyedJoin join = new KeyedJoin(left, right, 16, false, true);
        return HeldKeyRules.judge(join, plan, taskMemory, heap, GuardConfig.defaults())
                .outcome();
    }
}
