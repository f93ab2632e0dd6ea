package io.preflightguard;

import java.util.List;
import java.util.Objects;

/**
 * What the guard predicted of a write beside what the write really did. Its findings are about the guard: they are no part
 * of {@link PreflightReport#findings()}, do not change the verdict, and cannot refuse a write, which is over. Immutable.
 *
 * @param summary one line: how many predictions held
 * @param comparisons each prediction with its fact
 * @param facts what else was measured
 * @param notes one line each: what a reader must know to judge the numbers
 * @param findings predictions that missed; never of severity {@link Severity#FAIL}
 */
public record PredictionReview(
        String summary,
        List<Comparison> comparisons,
        List<Measurement> facts,
        List<String> notes,
        List<Finding> findings) {

    public PredictionReview {
        Objects.requireNonNull(summary, "summary");
        comparisons = List.copyOf(comparisons);
        facts = List.copyOf(facts);
        notes = List.copyOf(notes);
        findings = findings.stream().sorted().toList();
        if (findings.stream().anyMatch(finding -> finding.severity() == Severity.FAIL)) {
            throw new IllegalArgumentException("A write that is over cannot be refused: got " + findings);
        }
    }
}
