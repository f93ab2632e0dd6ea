package io.preflightguard.report;

import io.preflightguard.Severity;
import io.preflightguard.schema.evolution.CheckedSchema;
import io.preflightguard.schema.evolution.SchemaFinding;
import io.preflightguard.schema.evolution.SchemaReport;

/** One line a schema, then one line a finding, path first. */
final class SchemaText {

    private SchemaText() {}

    static String of(SchemaReport report) {
        StringBuilder text = new StringBuilder();
        for (CheckedSchema schema : report.schemas()) {
            text.append(headline(schema)).append('\n');
            schema.findings().forEach(finding -> text.append(line(finding, schema.file()))
                    .append('\n'));
        }
        return text.toString();
    }

    static String headline(CheckedSchema schema) {
        String subject = schema.file() + (schema.against().isEmpty() ? "" : " against " + schema.against());
        if (schema.problem().isPresent()) {
            return subject + ": ERROR, could not be checked: "
                    + schema.problem().get();
        }
        return subject + ": " + verdict(schema) + ", " + schema.count(Severity.FAIL) + " fail, "
                + schema.count(Severity.WARN) + " warn, " + schema.count(Severity.INFO) + " info"
                + (schema.switchedOff() == 0 ? "" : ", " + schema.switchedOff() + " switched off");
    }

    private static String verdict(CheckedSchema schema) {
        if (schema.count(Severity.FAIL) > 0) {
            return "FAIL";
        }
        if (schema.count(Severity.WARN) > 0) {
            return "WARN";
        }
        return schema.first() ? "NEW, nothing to compare with" : "PASS";
    }

    /** One finding in one line that stands alone. */
    static String line(SchemaFinding finding, String file) {
        return finding.path() + ": " + finding.severity() + " ["
                + finding.rule().id() + "] " + words(finding) + " ("
                + (finding.pair().isEmpty() ? "" : "against " + finding.pair() + ", ")
                + file + (finding.line() > 0 ? " line " + finding.line() : "") + ")";
    }

    /** What changed, what that does, and what to do. */
    static String words(SchemaFinding finding) {
        return change(finding) + ": " + finding.message() + ". " + finding.suggestion();
    }

    /** What was and what is. */
    static String change(SchemaFinding finding) {
        return finding.before().isEmpty() ? finding.after() : finding.before() + " -> " + finding.after();
    }
}
