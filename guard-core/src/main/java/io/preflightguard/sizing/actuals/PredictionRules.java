package io.preflightguard.sizing.actuals;

import io.preflightguard.CheckResult;
import io.preflightguard.Comparison;
import io.preflightguard.Comparison.Bound;
import io.preflightguard.Comparison.Standing;
import io.preflightguard.Described;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Measurement;
import io.preflightguard.PredictionReview;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.RuleSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges the guard itself: holds what it predicted against what the write did. Pure. */
public final class PredictionRules {

    /** Hudi shuffles a little of its own beside the rows, and no decision turns on so few bytes. */
    private static final double MATERIAL_BYTES = 1 << 20;

    /** A miss by no more than this share of the stated interval's end is worth knowing and no more. */
    private static final double SMALL_MISS = 0.1;

    /** Stages that are told one by one, those that moved most bytes. */
    private static final int STAGES_TOLD = 3;

    /** Facts that are told only if there is something to tell. */
    private static final Set<Quantity> RARE =
            Set.of(Quantity.FAILED_ATTEMPTS, Quantity.SPECULATIVE_ATTEMPTS, Quantity.RETRIED_STAGES);

    private PredictionRules() {}

    /**
     * Puts predictions and facts side by side. A prediction that missed by more than 1 MiB, or by any number of rows, is a
     * finding, of {@link Severity#INFO} if it missed the nearer end of its interval by at most a tenth of that end.
     *
     * @param results the report's checks, the sizing among them
     * @param settings what the user makes of findings; a write that is over fails for none, so what they raise to
     *     {@link Severity#FAIL} is a {@link Severity#WARN}
     */
    public static PredictionReview review(
            List<CheckResult> results, WriteActuals actuals, Circumstances circumstances, RuleSettings settings) {
        Map<Quantity, Estimate> predicted = SizingPredictions.of(results, circumstances);
        List<Comparison> comparisons = new ArrayList<>();
        Bound bound = bound(actuals, circumstances.inputShuffles());
        predicted.forEach((quantity, estimate) -> comparisons.add(
                new Comparison(quantity.label(), estimate, actuals.of(quantity), bound, allowance(quantity.unit()))));
        List<Finding> findings = comparisons.stream()
                .filter(comparison -> comparison.standing() == Standing.OUTSIDE)
                .map(PredictionRules::finding)
                .flatMap(finding -> asSet(finding, settings).stream())
                .toList();
        return new PredictionReview(
                summary(comparisons),
                comparisons,
                facts(actuals, predicted.keySet()),
                notes(actuals, circumstances, predicted.isEmpty()),
                findings);
    }

    private static Bound bound(WriteActuals actuals, boolean inputShuffles) {
        // Whose a shuffle of another job is cannot be proved; one that wrote nothing changes nothing.
        boolean atLeast = !actuals.complete() || actuals.otherShuffleBytes() > 0;
        if (inputShuffles) {
            return atLeast ? Bound.NONE : Bound.AT_MOST;
        }
        return atLeast ? Bound.AT_LEAST : Bound.EXACT;
    }

    private static double allowance(Unit unit) {
        return unit == Unit.BYTES ? MATERIAL_BYTES : 0;
    }

    private static Finding finding(Comparison comparison) {
        Estimate predicted = comparison.predicted();
        double end = comparison.fact() > predicted.high() ? predicted.high() : predicted.low();
        boolean small = comparison.missedBy() <= SMALL_MISS * end;
        return new Finding(
                RuleCatalog.PREDICTION_MISSED,
                small ? Severity.INFO : Severity.WARN,
                comparison.name(),
                "the guard was wrong: " + said(comparison),
                Estimate.exact(comparison.fact(), predicted.unit()),
                new Limit(predicted, "the guard's own prediction"),
                "Nothing to mend in the write, which is done; allow for the difference when the guard sizes the next"
                        + " write of this kind, and report it to the guard's makers with this report as JSON.",
                List.of());
    }

    private static String said(Comparison comparison) {
        Unit unit = comparison.predicted().unit();
        boolean isShuffle = comparison.name().equals(Quantity.SHUFFLE_BYTES.label());
        if (isShuffle && comparison.predicted().high() == 0) {
            return "it predicted no shuffle, and the write made one of " + unit.format(comparison.fact());
        }
        if (isShuffle && comparison.fact() == 0) {
            return "it predicted a shuffle of " + comparison.predicted().render() + ", and the write made none";
        }
        return comparison.render();
    }

    private static Optional<Finding> asSet(Finding finding, RuleSettings settings) {
        return settings.severity(finding.rule(), finding.subject(), finding.severity())
                .map(severity -> severity == Severity.FAIL ? Severity.WARN : severity)
                .map(severity -> new Finding(
                        finding.rule(),
                        severity,
                        finding.subject(),
                        finding.message(),
                        finding.observed(),
                        finding.limit(),
                        finding.suggestion(),
                        finding.remedies()));
    }

    private static String summary(List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            return "no prediction to hold against what the write did";
        }
        return (count(comparisons, Standing.INSIDE) + count(comparisons, Standing.NEAR)) + " of " + comparisons.size()
                + (comparisons.size() == 1 ? " prediction held, " : " predictions held, ")
                + count(comparisons, Standing.OUTSIDE) + " missed, "
                + count(comparisons, Standing.NOT_JUDGED) + " not judged";
    }

    private static long count(List<Comparison> comparisons, Standing standing) {
        return comparisons.stream()
                .filter(comparison -> comparison.standing() == standing)
                .count();
    }

    private static List<Measurement> facts(WriteActuals actuals, Set<Quantity> compared) {
        List<Measurement> facts = new ArrayList<>();
        for (Quantity quantity : Quantity.values()) {
            long value = actuals.of(quantity);
            if (!compared.contains(quantity) && !(RARE.contains(quantity) && value == 0)) {
                facts.add(new Measurement(quantity.label(), Estimate.exact(value, quantity.unit())));
            }
        }
        actuals.stages().stream()
                .sorted(Comparator.comparingLong(PredictionRules::moved)
                        .reversed()
                        .thenComparing(StageActuals::id))
                .filter(stage -> moved(stage) > 0)
                .limit(STAGES_TOLD)
                .map(stage ->
                        new Measurement("stage " + stage.id() + ", " + stage.name(), new Described(stage.render())))
                .forEach(facts::add);
        return facts;
    }

    private static long moved(StageActuals stage) {
        return stage.bytesRead().largest() + stage.shuffleBytesWritten();
    }

    private static List<String> notes(WriteActuals actuals, Circumstances circumstances, boolean nothingPredicted) {
        List<String> notes = new ArrayList<>();
        if (circumstances.repaired()) {
            notes.add(
                    "the guard changed this write after it had predicted, so what it predicted is not held against it");
        } else if (nothingPredicted) {
            notes.add("the sizing check predicted nothing for this write; it says why");
        }
        if (circumstances.inputShuffles()) {
            notes.add(
                    "the rows may come out of shuffles of their own, or table services run within the write: those are in"
                            + " its facts but were not predicted");
        }
        if (actuals.otherStages() > 0) {
            notes.add(actuals.otherStages() + " stages of other jobs of this session ran meanwhile and wrote "
                    + Unit.BYTES.format(actuals.otherShuffleBytes())
                    + " of shuffle; they are not in the facts, which are too low should one of them be the write's");
        }
        if (!actuals.complete()) {
            notes.add("Spark did not tell of every task of this write, so the facts are too low");
        }
        return notes;
    }
}
