package io.preflightguard.report;

import io.preflightguard.Severity;
import io.preflightguard.schema.evolution.CheckedSchema;
import io.preflightguard.schema.evolution.SchemaFinding;
import io.preflightguard.schema.evolution.SchemaReport;

/** Workflow commands: {@code ::error file=...,line=...,title=...::message}. */
final class SchemaGitHub {

    private SchemaGitHub() {}

    static String of(SchemaReport report) {
        StringBuilder text = new StringBuilder();
        for (CheckedSchema schema : report.schemas()) {
            schema.problem()
                    .ifPresent(problem -> text.append(
                            command("error", schema.file(), 0, "could not be checked", SchemaText.headline(schema))));
            if (schema.first()) {
                text.append(command("notice", schema.file(), 0, "guard", SchemaText.headline(schema)));
            }
            for (SchemaFinding finding : schema.findings()) {
                text.append(command(
                        command(finding.severity()),
                        schema.file(),
                        finding.line(),
                        finding.rule().id(),
                        SchemaText.line(finding, schema.file())));
            }
        }
        return text.toString();
    }

    private static String command(Severity severity) {
        return switch (severity) {
            case FAIL -> "error";
            case WARN -> "warning";
            case INFO -> "notice";
        };
    }

    private static String command(String kind, String file, int line, String title, String message) {
        return "::" + kind + " file=" + property(file) + (line > 0 ? ",line=" + line : "") + ",title=" + property(title)
                + "::" + data(message) + "\n";
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
