package io.preflightguard.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.preflightguard.Rule;
import io.preflightguard.Severity;
import io.preflightguard.schema.evolution.CheckedSchema;
import io.preflightguard.schema.evolution.SchemaFinding;
import io.preflightguard.schema.evolution.SchemaReport;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.List;

/** SARIF 2.1.0: one run; what could not be checked is a notification that the run did not succeed. */
final class SchemaSarif {

    private SchemaSarif() {}

    static String of(SchemaReport report) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.writeStringField("version", "2.1.0");
            json.writeArrayFieldStart("runs");
            json.writeStartObject();
            tool(json, report);
            invocation(json, report);
            json.writeArrayFieldStart("results");
            for (CheckedSchema schema : report.schemas()) {
                for (SchemaFinding finding : schema.findings()) {
                    result(json, finding, schema.file());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void tool(JsonGenerator json, SchemaReport report) throws IOException {
        List<Rule> rules = report.findings()
                .map(SchemaFinding::rule)
                .distinct()
                .sorted(Comparator.comparing(Rule::id))
                .toList();
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "Preflight Guard");
        json.writeArrayFieldStart("rules");
        for (Rule rule : rules) {
            json.writeStartObject();
            json.writeStringField("id", rule.id());
            text(json, "shortDescription", rule.purpose());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void invocation(JsonGenerator json, SchemaReport report) throws IOException {
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", report.verdict() != SchemaReport.Verdict.ERROR);
        json.writeArrayFieldStart("toolExecutionNotifications");
        for (CheckedSchema schema : report.schemas()) {
            if (schema.problem().isPresent()) {
                json.writeStartObject();
                json.writeStringField("level", "error");
                text(json, "message", SchemaText.headline(schema));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void result(JsonGenerator json, SchemaFinding finding, String file) throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", finding.rule().id());
        json.writeStringField("level", level(finding.severity()));
        text(
                json,
                "message",
                finding.path() + ": " + SchemaText.words(finding)
                        + (finding.pair().isEmpty() ? "" : " (against " + finding.pair() + ")"));
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(file));
        json.writeEndObject();
        if (finding.line() > 0) {
            json.writeObjectFieldStart("region");
            json.writeNumberField("startLine", finding.line());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String uri(String file) {
        try {
            return new URI(null, null, file.replace('\\', '/'), null).toASCIIString();
        } catch (URISyntaxException noPath) {
            return "unknown";
        }
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case FAIL -> "error";
            case WARN -> "warning";
            case INFO -> "note";
        };
    }

    private static void text(JsonGenerator json, String field, String text) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
