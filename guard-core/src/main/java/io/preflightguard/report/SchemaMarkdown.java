package io.preflightguard.report;

import io.preflightguard.schema.evolution.CheckedSchema;
import io.preflightguard.schema.evolution.SchemaFinding;
import io.preflightguard.schema.evolution.SchemaReport;

/** A heading and a table for each schema. */
final class SchemaMarkdown {

    private SchemaMarkdown() {}

    static String of(SchemaReport report) {
        StringBuilder text = new StringBuilder();
        for (CheckedSchema schema : report.schemas()) {
            text.append("**").append(cell(SchemaText.headline(schema))).append("**\n\n");
            if (!schema.findings().isEmpty()) {
                text.append(
                        "| path | severity | rule | change | what happens | what to do | against | line |\n|---|---|---|---|---|---|---|---|\n");
                schema.findings().forEach(finding -> text.append(row(finding)));
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static String row(SchemaFinding finding) {
        return "| " + cell(finding.path()) + " | " + finding.severity() + " | "
                + finding.rule().id() + " | "
                + cell(SchemaText.change(finding)) + " | " + cell(finding.message()) + " | "
                + cell(finding.suggestion()) + " | " + cell(finding.pair()) + " | "
                + (finding.line() > 0 ? finding.line() : "") + " |\n";
    }

    /** A name or symbol comes from a file that anybody wrote: it must make no link, image or markup. */
    private static String cell(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replaceAll("([\\\\`*_{}\\[\\]()#!|~])", "\\\\$1");
    }
}
