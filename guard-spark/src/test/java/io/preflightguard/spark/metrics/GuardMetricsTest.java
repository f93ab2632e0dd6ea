package io.preflightguard.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Comparison;
import io.preflightguard.Comparison.Bound;
import io.preflightguard.Cost;
import io.preflightguard.Described;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Measurement;
import io.preflightguard.Mode;
import io.preflightguard.Outcome;
import io.preflightguard.PredictionReview;
import io.preflightguard.PreflightReport;
import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import io.preflightguard.sizing.actuals.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers are those of the process, so other tests of it may have counted before. */
class GuardMetricsTest {

    @Test
    void findingsAreCountedByRule() {
        long skewBefore = GuardMetrics.findings(RuleCatalog.KEY_SKEW);
        long missedBefore = GuardMetrics.findings(RuleCatalog.PREDICTION_MISSED);
        Finding skew = finding(RuleCatalog.KEY_SKEW);

        GuardMetrics.checked(new PreflightReport(
                "orders",
                Mode.WARN,
                false,
                List.of(new CheckResult("skew", new Outcome.Violated(List.of(skew, skew)))),
                List.of(),
                Cost.none(),
                Map.of()));
        GuardMetrics.measured(review(List.of(), List.of(), finding(RuleCatalog.PREDICTION_MISSED)));

        assertThat(GuardMetrics.findings(RuleCatalog.KEY_SKEW) - skewBefore).isEqualTo(2);
        assertThat(GuardMetrics.findings(RuleCatalog.PREDICTION_MISSED) - missedBefore)
                .isEqualTo(1);
    }

    @Test
    void theLastMeasuredWriteIsShownAndNothingOfTheOneBefore() {
        Comparison compared = new Comparison(
                Quantity.SHUFFLE_BYTES.label(), new Estimate(7.4, 6, 9, 0.95, Unit.BYTES), 8, Bound.EXACT, 0);
        GuardMetrics.measured(review(List.of(compared), List.of()));
        assertThat(GuardMetrics.predicted(Quantity.SHUFFLE_BYTES)).isEqualTo(7);
        assertThat(GuardMetrics.fact(Quantity.SHUFFLE_BYTES)).isEqualTo(8);
        assertThat(GuardMetrics.fact(Quantity.TASKS)).isEqualTo(-1);

        GuardMetrics.measured(
                review(List.of(), List.of(new Measurement(Quantity.TASKS.label(), Estimate.exact(5, Unit.COUNT)))));

        assertThat(GuardMetrics.predicted(Quantity.SHUFFLE_BYTES)).isEqualTo(-1);
        assertThat(GuardMetrics.fact(Quantity.SHUFFLE_BYTES)).isEqualTo(-1);
        assertThat(GuardMetrics.fact(Quantity.TASKS)).isEqualTo(5);
    }

    private static PredictionReview review(List<Comparison> comparisons, List<Measurement> facts, Finding... findings) {
        return new PredictionReview("", comparisons, facts, List.of(), List.of(findings));
    }

    private static Finding finding(Rule rule) {
        return Finding.of(rule, "a", "b", new Described("c"), new Limit(new Described("d"), "e"), "f");
    }
}
