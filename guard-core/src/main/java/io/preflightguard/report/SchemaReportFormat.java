package io.preflightguard.report;

import io.preflightguard.Severity;
import io.preflightguard.schema.evolution.SchemaReport;

/** The forms in which a schema report can be had. Each is deterministic: equal reports give equal text. */
public enum SchemaReportFormat {
    /** One line a finding, path first, for a person. */
    TEXT,
    /** For programs; the shape is in docs/schema.md. */
    JSON,
    /** For CI servers that show test results: one test case a schema. */
    JUNIT,
    /** Annotations on a GitHub pull request. */
    GITHUB,
    /** SARIF 2.1.0, for code scanning. */
    SARIF,
    /** A table for a pull request's comment or a job's summary. */
    MARKDOWN;

    /**
     * The report in this form, each line ended by a line feed.
     *
     * @param threshold the least severity that fails, where the form has a word for that
     */
    public String write(SchemaReport report, Severity threshold) {
        return switch (this) {
            case TEXT -> SchemaText.of(report);
            case JSON -> SchemaJson.of(report);
            case JUNIT -> SchemaJUnit.of(report, threshold);
            case GITHUB -> SchemaGitHub.of(report);
            case SARIF -> SchemaSarif.of(report);
            case MARKDOWN -> SchemaMarkdown.of(report);
        };
    }
}
