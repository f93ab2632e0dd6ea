package io.preflightguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.Comparison.Bound;
import io.preflightguard.Comparison.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    private static final Estimate PREDICTED = new Estimate(100, 90, 110, 0.95, Unit.COUNT);

    @ParameterizedTest
    @CsvSource({
        "90, EXACT, INSIDE, 0",
        "110, EXACT, INSIDE, 0",
        "85, EXACT, NEAR, 5",
        "115, EXACT, NEAR, 5",
        "84, EXACT, OUTSIDE, 6",
        "80, EXACT, OUTSIDE, 10",
        "130, EXACT, OUTSIDE, 20",
        // The predicted number is at most the fact: it may be anything below.
        "100, AT_MOST, NOT_JUDGED, 0",
        "130, AT_MOST, NOT_JUDGED, 0",
        "80, AT_MOST, OUTSIDE, 10",
        // The predicted number is at least the fact: it may be anything above.
        "100, AT_LEAST, NOT_JUDGED, 0",
        "80, AT_LEAST, NOT_JUDGED, 0",
        "130, AT_LEAST, OUTSIDE, 20",
        "80, NONE, NOT_JUDGED, 0",
        "130, NONE, NOT_JUDGED, 0"
    })
    void standsOnlyWhereTheFactTells(double fact, Bound bound, Standing standing, double missedBy) {
        Comparison comparison = new Comparison("rows", PREDICTED, fact, bound, 5);

        assertThat(comparison.standing()).isEqualTo(standing);
        assertThat(comparison.missedBy()).isEqualTo(missedBy);
    }

    @Test
    void aPredictionOfNothingHasNoRatio() {
        Comparison comparison = new Comparison("rows", Estimate.exact(0, Unit.COUNT), 5, Bound.EXACT, 0);

        assertThat(comparison.ratio()).isEmpty();
        assertThat(comparison.render()).isEqualTo("predicted 0, fact 5, outside");
    }

    @Test
    void aReviewHoldsNoFindingThatCouldRefuseAWrite() {
        assertThatThrownBy(
                        () -> new PredictionReview("", List.of(), List.of(), List.of(), List.of(TestReports.schema())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be refused");
    }

    @Test
    void aReviewChangesNeitherTheVerdictNorTheFindings() {
        PreflightReport report =
                TestReports.report(Mode.ENFORCE, TestReports.check(new Outcome.Passed("6 columns", List.of())));

        PreflightReport reviewed = report.withReview(TestReports.review());

        assertThat(reviewed.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(reviewed.findings()).isEmpty();
        assertThat(reviewed.blocked()).isFalse();
        assertThat(reviewed.withApplied(List.of()).review()).isEqualTo(TestReports.review());
    }
}
