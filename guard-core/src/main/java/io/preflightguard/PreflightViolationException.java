package io.preflightguard;

import java.util.stream.Collectors;

/**
 * The guard refused the write. The first line of the message stands alone in a log; one line a finding follows. Not
 * worth a retry: the same input meets the same table again.
 */
public final class PreflightViolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient PreflightReport report;

    PreflightViolationException(PreflightReport report) {
        super(message(report));
        this.report = report;
    }

    /** The whole report. Null only if this exception went through Java serialization. */
    public PreflightReport report() {
        return report;
    }

    private static String message(PreflightReport report) {
        return report.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(finding -> "  " + finding.line())
                .collect(Collectors.joining(
                        "\n",
                        report.headline() + "\n",
                        "\n  Nothing was written. Retrying without a change meets the same refusal."));
    }
}
