package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.Severity;
import io.preflightguard.sizing.BroadcastSide.Use;
import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastRulesTest {

    private static final long GIB = 1L << 30;

    @Test
    void aSideThatFitsNoHeapIsRefused() {
        assertThat(found(40_000_000, false, GIB)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.message()).contains("40,000,000 rows, 1.19 GiB or more in memory");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.SetSessionConf("spark.sql.autoBroadcastJoinThreshold", "-1"));
        });
    }

    @Test
    void aSideOfHalfTheHeapIsAWarning() {
        assertThat(found(20_000_000, false, GIB)).extracting(Finding::severity).containsExactly(Severity.WARN);
        assertThat(found(10_000_000, false, GIB)).isEmpty();
    }

    @Test
    void sparksOwnLimitsHoldWhateverTheHeap() {
        assertThat(found(side(2, 8 * GIB / 24 + 1, Use.HASHED_BY_LONG), 100 * GIB))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("SparkException, Cannot broadcast the table")
                        .doesNotContain("OutOfMemoryError"));
        assertThat(found(357_000_000, false, GIB)).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("OutOfMemoryError"));
    }

    @Test
    void aTableOfManyKeysHoldsFewerRowsThanOneOfALong() {
        assertThat(found(side(0, 357_913_941, Use.HASHED), 100 * GIB))
                .extracting(Finding::severity)
                .containsExactly(Severity.FAIL);
        assertThat(found(side(0, 357_913_940, Use.HASHED), 100 * GIB)).isEmpty();
        assertThat(found(side(0, 357_913_941, Use.HASHED_BY_LONG), 100 * GIB)).isEmpty();
        assertThat(found(side(0, 512_000_000, Use.HASHED_BY_LONG), 100 * GIB)).hasSize(1);
    }

    @Test
    void whatOnlyMayFitHasNotPassed() {
        // Two columns, one of them text: the least is 0.3 GiB.
        BroadcastSide text = new BroadcastSide("id, name", 10_000_000, 10_000_000, 2, false, Use.HASHED, false);

        assertThat(BroadcastRules.judge(List.of(text), GIB, false).outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> {
                    assertThat(skipped.reason()).isEqualTo(Outcome.SkipReason.NOT_PROVABLE);
                    assertThat(skipped.explanation()).contains("the least that the side can take, 305 MiB, fits");
                });
    }

    @Test
    void aSideOfUnknownRowsHasNotPassed() {
        assertThat(BroadcastRules.judge(
                                List.of(side(2, 10, Use.HASHED), BroadcastSide.unknown("k", 1, Use.HASHED, false)),
                                GIB,
                                false)
                        .outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                        .contains("1 of 2 broadcast sides"));
    }

    @Test
    void numbersThatFitWithTheirHashTablePass() {
        assertThat(BroadcastRules.judge(List.of(side(2, 1_000_000, Use.HASHED)), GIB, false)
                        .outcome())
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.examined())
                        .startsWith("1 broadcast side, at most"));
        assertThat(BroadcastRules.judge(
                                List.of(side(2, 1_500_000, Use.HASHED), side(2, 1_500_000, Use.HASHED)), GIB, false)
                        .outcome())
                .as("both at once")
                .isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void noThresholdPreventsAJoinThatHasNoOtherWay() {
        assertThat(found(side(2, 40_000_000, Use.NULL_AWARE), GIB))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.remedies()).isEmpty();
                    assertThat(finding.suggestion()).contains("NOT EXISTS");
                });
        assertThat(found(side(2, 40_000_000, Use.LOOPED), GIB)).singleElement().satisfies(finding -> {
            assertThat(finding.remedies()).isEmpty();
            assertThat(finding.suggestion()).contains("equal keys");
        });
    }

    @Test
    void adaptiveExecutionWithAThresholdOfItsOwnWouldBroadcastAgain() {
        assertThat(BroadcastRules.judge(List.of(side(2, 40_000_000, Use.HASHED)), GIB, true)
                        .outcome()
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.remedies()).isEmpty();
                    assertThat(finding.suggestion())
                            .contains("and spark.sql.adaptive.autoBroadcastJoinThreshold to -1");
                });
    }

    @Test
    void noSettingPreventsAHint() {
        assertThat(found(40_000_000, true, GIB)).singleElement().satisfies(finding -> {
            assertThat(finding.remedies()).isEmpty();
            assertThat(finding.suggestion()).contains("hint");
        });
    }

    @Test
    void withoutBroadcastsThereIsNothingToSay() {
        assertThat(BroadcastRules.judge(List.of(), GIB, false).outcome()).isInstanceOf(Outcome.Skipped.class);
    }

    /** Two columns: 8 bytes of null bits, 16 of values and 8 of a pointer. */
    private static List<Finding> found(long rows, boolean hinted, long heap) {
        return found(new BroadcastSide("id, tenant", rows, rows, 2, true, Use.HASHED, hinted), heap);
    }

    private static List<Finding> found(BroadcastSide side, long heap) {
        return BroadcastRules.judge(List.of(side), heap, false).outcome().findings();
    }

    private static BroadcastSide side(int width, long rows, Use join) {
        return new BroadcastSide("id, tenant", rows, rows, width, true, join, false);
    }
}
