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

    private static final long MEMORY = 100L << 20;

    @Test
    void refusesWhatCannotFit() {
        Finding finding = finding(60, 60, 60);

        assertThat(finding.severity()).isEqualTo(Severity.FAIL);
        assertThat(finding.rule()).isEqualTo(RuleCatalog.KEY_SKEW_OUT_OF_MEMORY);
        assertThat(finding.line())
                .contains("tenant=<hidden key 1>", "holds 120 MiB", "100 MiB of execution memory", "runs out of memory")
                .contains("no salt");
    }

    @Test
    void warnsOfWhatMayNotFit() {
        assertThat(finding(60, 40, 80).severity()).isEqualTo(Severity.WARN);
        assertThat(finding(40, 0, 60).severity())
                .as("a set: only an upper bound")
                .isEqualTo(Severity.WARN);
    }

    @Test
    void passesOnlyWhatFitsForSure() {
        assertThat(judge(40, 30, 50, MEMORY).outcome()).isInstanceOf(Outcome.Passed.class);
        assertThat(judge(40, 30, 51, MEMORY).outcome()).isInstanceOf(Outcome.Violated.class);
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
        return judge(value, low, high, MEMORY).outcome().findings().get(0);
    }

    private static CheckResult judge(double value, double low, double high, long memory) {
        double mib = 1 << 20;
        Estimate arrays = new Estimate(value * mib, low * mib, high * mib, 0.95, Unit.BYTES);
        return CollectRules.judge("item", "tenant=<hidden key 1>", arrays, memory);
    }
}
