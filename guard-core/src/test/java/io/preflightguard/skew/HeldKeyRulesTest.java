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

        assertThat(HeldKeyRules.judge(plain, 50 * MIB, 140 * MIB, GuardConfig.defaults())
                        .outcome())
                .isInstanceOf(Outcome.Passed.class);
        assertThat(HeldKeyRules.judge(nullSafe, 50 * MIB, 140 * MIB, GuardConfig.defaults())
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
    void rowsThatWereNotWeighedAreNoPass() {
        JoinedRows unweighed = new JoinedRows(side("hot", 0.1).profile(), MILLION, null, true, ShuffleConsumer.SPILLS);

        assertThat(judge(unweighed, side("other", 0.01), 50 * MIB, 140 * MIB)).isInstanceOf(Outcome.Skipped.class);
    }

    private static JoinedRows side(@Nullable String key, double share) {
        long rows = Math.round(share * 100_000);
        KeySample sample =
                new KeySample(KeyRole.KEY_COLUMN, "k", List.of(split(100_000, 0, 1, count(key, rows, rows))), 1, false);
        return new JoinedRows(KeyProfile.of(sample, 0.95), MILLION, BYTES, true, ShuffleConsumer.SPILLS);
    }

    private static Outcome judge(JoinedRows left, JoinedRows right, long taskMemory, long heap) {
        return HeldKeyRules.judge(new KeyedJoin(left, right, 16, false, true), taskMemory, heap, GuardConfig.defaults())
                .outcome();
    }
}
