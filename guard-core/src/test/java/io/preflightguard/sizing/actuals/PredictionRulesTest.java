package io.preflightguard.sizing.actuals;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Comparison.Standing;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.Outcome.SkipReason;
import io.preflightguard.PredictionReview;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.RuleSettings;
import io.preflightguard.sizing.SizingMeasurements;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionRulesTest {

    private static final long GIB = 1L << 30;
    private static final Circumstances PLAIN = new Circumstances(false, false, true);

    @Test
    void aPredictionThatHoldsIsQuiet() {
        PredictionReview review = review(sizing(), actuals(3 * GIB, 1_000_000, GIB / 2), PLAIN);

        assertThat(review.findings()).isEmpty();
        assertThat(review.comparisons()).hasSize(3).allSatisfy(comparison -> assertThat(comparison.standing())
                .isEqualTo(Standing.INSIDE));
        assertThat(review.summary()).startsWith("3 of 3 predictions held");
        assertThat(review.notes()).isEmpty();
    }

    @Test
    void aPredictionThatMissesIsAFindingOnTheGuard() {
        PredictionReview review = review(sizing(), actuals(6 * GIB, 1_000_000, GIB / 2), PLAIN);

        assertThat(review.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.PREDICTION_MISSED);
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.subject()).isEqualTo("shuffle bytes");
            assertThat(finding.line()).contains("fact 6.00 GiB (2.00x), outside");
        });
    }

    @Test
    void aNearMissIsWorthKnowingOnly() {
        PredictionReview review = review(sizing(), actuals((long) (3.3 * GIB), 1_000_000, GIB / 2), PLAIN);

        assertThat(review.findings()).extracting(Finding::severity).containsExactly(Severity.INFO);
    }

    @Test
    void aMissOfAFewBytesIsNearAndNoFinding() {
        CheckResult small =
                sizing(new Measurement(SizingMeasurements.SHUFFLE_BYTES, Estimate.exact(10_000, Unit.BYTES)));

        PredictionReview review = review(small, actuals(30_000, 100, 10), PLAIN);

        assertThat(review.comparisons().get(0).standing()).isEqualTo(Standing.NEAR);
        assertThat(review.summary()).contains("0 missed");
        assertThat(review.findings()).isEmpty();
    }

    @Test
    void aShuffleThatWasNotPredictedIsNamed() {
        PredictionReview review = review(sizing(), actuals(3 * GIB, 1_000_000, GIB / 2), PLAIN);
        PredictionReview none = review(
                new CheckResult(SizingMeasurements.CHECK, new Outcome.Passed("shuffles no rows", List.of())),
                actuals(2 * GIB, 1_000_000, GIB),
                new Circumstances(false, false, false));

        assertThat(review.findings()).isEmpty();
        assertThat(none.findings()).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("it predicted no shuffle, and the write made one of 2.00 GiB"));
    }

    @Test
    void aPredictedShuffleThatNeverCameIsNamed() {
        PredictionReview review = review(sizing(), actuals(0, 0, 0), PLAIN);

        assertThat(review.findings())
                .filteredOn(finding -> finding.subject().equals("shuffle bytes"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("and the write made none"));
    }

    @Test
    void noShuffleWhereNoneWasPredictedHolds() {
        PredictionReview review = review(
                new CheckResult(SizingMeasurements.CHECK, new Outcome.Passed("shuffles no rows", List.of())),
                actuals(0, 0, 0),
                new Circumstances(false, false, false));

        assertThat(review.findings()).isEmpty();
        assertThat(review.summary()).startsWith("1 of 1 prediction held");
    }

    @Test
    void whereTheInputShufflesTooOnlyTooFewBytesAreAMiss() {
        Circumstances shuffled = new Circumstances(false, true, true);

        assertThat(review(sizing(), actuals(6 * GIB, 9, 9), shuffled).findings())
                .isEmpty();
        assertThat(review(sizing(), actuals(3 * GIB, 9, 9), shuffled).comparisons())
                .singleElement()
                .satisfies(comparison -> assertThat(comparison.standing()).isEqualTo(Standing.NOT_JUDGED));
        assertThat(review(sizing(), actuals(GIB, 9, 9), shuffled).findings()).hasSize(1);
    }

    @Test
    void whereOtherJobsShuffledMeanwhileOnlyTooManyBytesAreAMiss() {
        WriteActuals few = beside(actuals(GIB, 1_000_000, GIB / 2), 5);
        WriteActuals many = beside(actuals(6 * GIB, 1_000_000, GIB / 2), 5);

        assertThat(review(sizing(), few, PLAIN).findings()).isEmpty();
        assertThat(review(sizing(), many, PLAIN).findings()).hasSize(1);
        assertThat(review(sizing(), few, PLAIN).notes()).singleElement().satisfies(note -> assertThat(note)
                .contains("2 stages of other jobs of this session ran meanwhile and wrote 5 B of shuffle"));
        assertThat(review(sizing(), beside(actuals(GIB, 1_000_000, GIB / 2), 0), PLAIN)
                        .findings())
                .as("other jobs that shuffle nothing")
                .hasSize(1);
    }

    @Test
    void lostTasksAreSaid() {
        WriteActuals all = actuals(GIB, 1_000_000, GIB / 2);
        WriteActuals lost = new WriteActuals(all.stages(), 0, 0, 0, 0, false);

        PredictionReview review = review(sizing(), lost, PLAIN);

        assertThat(review.findings()).isEmpty();
        assertThat(review.notes()).singleElement().asString().contains("did not tell of every task");
    }

    @Test
    void aRepairedWriteIsMeasuredAndNotHeldAgainstThePrediction() {
        PredictionReview review = review(sizing(), actuals(9 * GIB, 1, 1), new Circumstances(true, false, true));

        assertThat(review.comparisons()).isEmpty();
        assertThat(review.facts()).extracting(Measurement::name).contains("shuffle bytes");
        assertThat(review.notes()).singleElement().asString().contains("changed this write after it had predicted");
    }

    @Test
    void whatWasNotPredictedIsOnlyMeasured() {
        CheckResult skipped = new CheckResult(
                SizingMeasurements.CHECK, new Outcome.Skipped(SkipReason.NOT_POSSIBLE, "no rows", "Mend."));

        PredictionReview review = review(skipped, actuals(9 * GIB, 1, 1), PLAIN);

        assertThat(review.findings()).isEmpty();
        assertThat(review.comparisons()).isEmpty();
        assertThat(review.summary()).isEqualTo("no prediction to hold against what the write did");
        assertThat(review.notes()).singleElement().asString().contains("it says why");
    }

    @Test
    void spillOfAllTasksIsHeldAgainstWhatLayOnDisk() {
        CheckResult spills = sizing(
                new Measurement(SizingMeasurements.SHUFFLE_BYTES, Estimate.exact(3.0 * GIB, Unit.BYTES)),
                new Measurement(SizingMeasurements.SPILL_OF_ALL_TASKS, Estimate.exact(0, Unit.BYTES)));
        ActualsTally tally = new ActualsTally();
        tally.stageSubmitted(1, "sort", 1);
        tally.taskEnded(1, 0, ActualsTally.End.SUCCEEDED, false, new TaskFigures(3 * GIB, 1, 0, 0, 1, 9 * GIB, GIB, 0));

        assertThat(review(spills, tally.actuals(), PLAIN).findings())
                .extracting(Finding::subject)
                .containsExactly("spilled, as written to disk");
    }

    @Test
    void whatCannotBeProvedIsPredictedAllTheSame() {
        CheckResult even = new CheckResult(
                SizingMeasurements.CHECK,
                new Outcome.Skipped(SkipReason.NOT_PROVABLE, "taken as even", "Repartition."),
                sizing().measurements());

        assertThat(review(even, actuals(9 * GIB, 1_000_000, GIB / 2), PLAIN).findings())
                .hasSize(1);
    }

    @Test
    void settingsSilenceAMissAndCannotMakeItFail() {
        WriteActuals missed = actuals(6 * GIB, 1_000_000, GIB / 2);

        assertThat(review(sizing(), missed, PLAIN, "PREDICTION_MISSED=off").findings())
                .isEmpty();
        assertThat(review(sizing(), missed, PLAIN, "PREDICTION_MISSED=fail").findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
    }

    private static PredictionReview review(CheckResult sizing, WriteActuals actuals, Circumstances circumstances) {
        return review(sizing, actuals, circumstances, "");
    }

    private static PredictionReview review(
            CheckResult sizing, WriteActuals actuals, Circumstances circumstances, String settings) {
        return PredictionRules.review(List.of(sizing), actuals, circumstances, RuleSettings.parse(settings));
    }

    /** Predicts 3 GiB of shuffle, a million rows, and half a GiB for the largest task. */
    private static CheckResult sizing(Measurement... instead) {
        List<Measurement> measurements = new ArrayList<>(List.of(instead));
        if (instead.length == 0) {
            measurements.add(new Measurement("rows", Estimate.exact(1_000_000, Unit.COUNT)));
            measurements.add(new Measurement(
                    SizingMeasurements.SHUFFLE_BYTES, new Estimate(3.0 * GIB, 2.9 * GIB, 3.1 * GIB, 0.95, Unit.BYTES)));
            measurements.add(new Measurement(
                    SizingMeasurements.LARGEST_TASK, new Estimate(0.5 * GIB, 0.4 * GIB, 0.6 * GIB, 0.95, Unit.BYTES)));
        }
        return new CheckResult(
                SizingMeasurements.CHECK, new Outcome.Passed("3 GiB of shuffle", List.of()), measurements);
    }

    private static WriteActuals actuals(long shuffleBytes, long rows, long largestTask) {
        ActualsTally tally = new ActualsTally();
        tally.stageSubmitted(1, "map", 1);
        tally.taskEnded(1, 0, ActualsTally.End.SUCCEEDED, false, new TaskFigures(shuffleBytes, rows, 0, 0, 1, 0, 0, 0));
        tally.stageSubmitted(2, "save", 1);
        tally.taskEnded(2, 0, ActualsTally.End.SUCCEEDED, false, new TaskFigures(0, 0, largestTask, 0, 1, 0, 0, 0));
        return tally.actuals();
    }

    private static WriteActuals beside(WriteActuals actuals, long otherBytes) {
        return new WriteActuals(actuals.stages(), 0, 0, 2, otherBytes, true);
    }
}
