package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import org.junit.jupiter.api.Test;

class CollectRulesTest {

    private static final double MIB = 1 << 20;
    private static final long TASK = 100L << 20;
    private static final long HEAP = 1L << 30;

    @Test
    void refusesWhatTheWholeHeapCannotHold() {
        Finding finding = finding(600, 600, 600);

        assertThat(finding.severity()).isEqualTo(Severity.FAIL);
        assertThat(finding.rule()).isEqualTo(RuleCatalog.KEY_SKEW_OUT_OF_MEMORY);
        assertThat(finding.limit().source()).isEqualTo("the heap of a worker");
        assertThat(finding.line())
                .contains("tenant=<hidden key 1>", "holds 1.46 GiB [1.17 GiB to 2.78 GiB] at once")
                .contains("100 MiB of execution memory", "a heap of 1.00 GiB", "runs out of memory", "no salt");
    }

    @Test
    void warnsOfWhatATaskHasNoMemoryOfItsOwnFor() {
        assertThat(finding(300, 300, 300).severity()).isEqualTo(Severity.WARN);
        assertThat(finding(600, 500, 700).severity()).as("not certain").isEqualTo(Severity.WARN);
        assertThat(finding(600, 0, 700).severity())
                .as("a set: only an upper bound")
                .isEqualTo(Severity.WARN);
    }

    @Test
    void passesOnlyWhatFitsForSure() {
        assertThat(judge(10, 10, 21, HEAP).outcome()).isInstanceOf(Outcome.Passed.class);
        assertThat(judge(10, 10, 22, HEAP).outcome()).isInstanceOf(Outcome.Violated.class);
    }

    @Test
    void noMemoryMakesARowLongerThanSparkAllows() {
        CheckResult result = judge(3000, 2500, 3500, 1L << 40);

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.limit().source()).isEqualTo("the longest row of Spark");
        });
    }

    private static Finding finding(double value, double low, double high) {
        return judge(value, low, high, HEAP).outcome().findings().get(0);
    }

    /** Values of 64 bytes whose arrays take so many MiB. */
    private static CheckResult judge(double value, double low, double high, long heap) {
        Estimate arrays = new Estimate(value * MIB, low * MIB, high * MIB, 0.95, Unit.BYTES);
        long task = heap == HEAP ? TASK : heap / 4;
        return CollectRules.judge(
                "item", "tenant=<hidden key 1>", arrays.times(1 / 64.0, Unit.COUNT), arrays, task, heap);
    }
}
