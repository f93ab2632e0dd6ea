package io.preflightguard.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.preflightguard.schema.evolution.CheckedSchema;
import io.preflightguard.schema.evolution.SchemaFinding;
import io.preflightguard.schema.evolution.SchemaReport;
import java.io.IOException;
import java.util.Locale;

/** {@code {"verdict", "schemas": [...], "findings": [...], "problems": [...]}}. */
final class SchemaJson {

    private SchemaJson() {}

    static String of(SchemaReport report) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("verdict", report.verdict().name().toLowerCase(Locale.ROOT));
            json.writeArrayFieldStart("schemas");
            for (CheckedSchema schema : report.schemas()) {
                json.writeStartObject();
                json.writeStringField("file", schema.file());
                json.writeStringField("against", schema.against());
                json.writeBooleanField("checked", schema.problem().isEmpty());
                json.writeBooleanField("new", schema.first());
                json.writeNumberField("switchedOff", schema.switchedOff());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("findings");
            for (CheckedSchema schema : report.schemas()) {
                for (SchemaFinding finding : schema.findings()) {
                    finding(json, finding, schema.file());
                }
            }
            json.writeEndArray();
            json.writeArrayFieldStart("problems");
            for (CheckedSchema schema : report.schemas()) {
                if (schema.problem().isPresent()) {
                    json.writeStartObject();
                    json.writeStringField("file", schema.file());
                    json.writeStringField("message", schema.problem().get());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void finding(JsonGenerator json, SchemaFinding finding, String file) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", finding.rule().id());
        json.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        json.writeStringField("subject", finding.path());
        json.writeStringField("old", finding.before());
        json.writeStringField("new", finding.after());
        json.writeStringField("message", finding.message());
        json.writeStringField("suggestion", finding.suggestion());
        json.writeStringField("pair", finding.pair());
        json.writeStringField("file", file);
        if (finding.line() > 0) {
            json.writeNumberField("line", finding.line());
        } else {
            json.writeNullField("line");
        }
        json.writeEndObject();
    }
}
