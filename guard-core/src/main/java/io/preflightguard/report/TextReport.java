package io.preflightguard.report;

import io.preflightguard.AppliedRemedy;
import io.preflightguard.CheckResult;
import io.preflightguard.Cost;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.PredictionReview;
import io.preflightguard.PreflightReport;
import io.preflightguard.Remedy;
import io.preflightguard.Unit;
import java.util.Locale;

/** Writes a report as text for a person. Deterministic: equal reports give equal text. Thread-safe. */
public final class TextReport {

    private TextReport() {}

    /** The whole report, several lines, each ended by a line feed. The first line stands alone. */
    public static String of(PreflightReport report) {
        StringBuilder text = new StringBuilder(report.headline()).append('\n');
        for (CheckResult result : report.results()) {
            appendResult(text, result);
        }
        for (AppliedRemedy applied : report.applied()) {
            line(
                    text,
                    1,
                    (report.blocked() ? "would apply " : "applied  ")
                            + applied.remedy().describe() + "   (answers "
                            + applied.finding().rule().id() + ")");
        }
        PredictionReview review = report.review();
        if (review != null) {
            line(text, 1, "fact     prediction and fact: " + review.summary());
            review.findings().forEach(finding -> appendFinding(text, finding));
            ReviewText.details(review).forEach(detail -> line(text, 3, detail));
        }
        line(text, 1, "cost     " + cost(report.cost()));
        StringBuilder with =
                new StringBuilder("mode ").append(report.mode().name().toLowerCase(Locale.ROOT));
        report.environment()
                .forEach((key, value) ->
                        with.append(", ").append(key).append(' ').append(value));
        line(text, 1, "with     " + with);
        return text.toString();
    }

    private static void appendResult(StringBuilder text, CheckResult result) {
        Outcome outcome = result.outcome();
        if (outcome instanceof Outcome.Passed passed) {
            line(text, 1, "passed   " + result.check() + ": " + passed.examined());
        } else if (outcome instanceof Outcome.Violated violated) {
            line(
                    text,
                    1,
                    "violated " + result.check() + (violated.examined().isEmpty() ? "" : ": " + violated.examined()));
        } else if (outcome instanceof Outcome.Skipped skipped) {
            line(text, 1, "skipped  " + result.check() + ": " + skipped.explanation() + ". " + skipped.wayOut());
        } else if (outcome instanceof Outcome.Errored errored) {
            line(text, 1, "errored  " + result.check() + ": " + errored.problem() + ". " + errored.wayOut());
        }
        outcome.findings().forEach(finding -> appendFinding(text, finding));
        for (Measurement measurement : result.measurements()) {
            line(text, 3, measurement.name() + ": " + measurement.value().render());
        }
    }

    private static void appendFinding(StringBuilder text, Finding finding) {
        line(text, 2, finding.severity() + " [" + finding.rule().id() + "] " + finding.subject());
        line(text, 3, finding.message());
        line(
                text,
                3,
                "observed " + finding.observed().render() + ", limit "
                        + finding.limit().value().render() + " ("
                        + finding.limit().source() + ")");
        line(text, 3, "fix: " + finding.suggestion());
        for (Remedy remedy : finding.remedies()) {
            line(text, 3, "remedy: " + remedy.describe());
        }
    }

    private static String cost(Cost cost) {
        Estimate rows = cost.inputRows();
        return String.format(Locale.ROOT, "%.1f s, ", cost.elapsed().toMillis() / 1000.0)
                + cost.sparkJobs() + (cost.sparkJobs() == 1 ? " Spark job, " : " Spark jobs, ")
                + Unit.COUNT.format((double) cost.rowsRead()) + " row reads"
                + (rows == null ? "" : " of an input of " + rows.render() + " rows");
    }

    private static void line(StringBuilder text, int indent, String content) {
        text.append("  ".repeat(indent)).append(content).append('\n');
    }
}
