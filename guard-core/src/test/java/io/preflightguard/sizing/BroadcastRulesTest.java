package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.Severity;
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
        assertThat(found(300_000_000, false, 100 * GIB)).as("8.9 GiB").hasSize(1);
        assertThat(BroadcastRules.judge(List.of(new BroadcastSide("", 512_000_000, 0, false)), 100 * GIB)
                        .outcome()
                        .findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.FAIL);
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
        assertThat(BroadcastRules.judge(List.of(), GIB).outcome()).isInstanceOf(Outcome.Skipped.class);
    }

    /** Two columns: 8 bytes of null bits, 16 of values and 8 of a pointer. */
    private static List<Finding> found(long rows, boolean hinted, long heap) {
        return BroadcastRules.judge(List.of(new BroadcastSide("id, tenant", rows, 2, hinted)), heap)
                .outcome()
                .findings();
    }
}
