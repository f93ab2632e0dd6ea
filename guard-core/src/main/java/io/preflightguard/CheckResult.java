package io.preflightguard;

import java.util.List;
import java.util.Objects;

/**
 * One check of a report.
 *
 * @param check the check's name: what was asked, such as {@code schema: input against table}
 * @param outcome what became of it
 * @param measurements what it measured on the way, in the order it was measured
 */
public record CheckResult(String check, Outcome outcome, List<Measurement> measurements) {

    public CheckResult {
        check = Redaction.of(check);
        Objects.requireNonNull(outcome, "outcome");
        measurements = List.copyOf(measurements);
    }

    public CheckResult(String check, Outcome outcome) {
        this(check, outcome, List.of());
    }
}
