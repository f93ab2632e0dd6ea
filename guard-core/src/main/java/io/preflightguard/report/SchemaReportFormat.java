package io.preflightguard.report;

import io.preflightguard.schema.evolution.SchemaReport;

/** The forms in which a schema report can be had. Each is deterministic: equal reports give equal text. */
public enum SchemaReportFormat {
    /** One line a finding, path first, for a person. */
    TEXT(SchemaText::of),
    /** For programs; the shape is in docs/schema.md. */
    JSON(SchemaJson::of),
    /** For CI servers that show test results: one test case a schema. */
    JUNIT(SchemaJUnit::of),
    /** Annotations on a GitHub pull request. */
    GITHUB(SchemaGitHub::of),
    /** SARIF 2.1.0, for code scanning. */
    SARIF(SchemaSarif::of),
    /** A table for a pull request's comment or a job's summary. */
    MARKDOWN(SchemaMarkdown::of);

    private final Writer writer;

    SchemaReportFormat(Writer writer) {
        this.writer = writer;
    }

    /** The report in this form, each line ended by a line feed. */
    public String write(SchemaReport report) {
        return writer.write(report);
    }

    @FunctionalInterface
    private interface Writer {
        String write(SchemaReport report);
    }
}
