package io.preflightguard.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.preflightguard.AppliedRemedy;
import io.preflightguard.CheckResult;
import io.preflightguard.Cost;
import io.preflightguard.Described;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.PredictionReview;
import io.preflightguard.PreflightReport;
import io.preflightguard.Remedy;
import io.preflightguard.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a report as JSON on one line, keys in kebab-case and in a fixed order, numbers with their unit beside them.
 * Deterministic: equal reports give equal text. Thread-safe.
 */
public final class JsonReport {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonReport() {}

    /** The whole report as one JSON object. */
    public static String of(PreflightReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("headline", report.headline());
            json.writeStringField("table", report.table());
            json.writeStringField("mode", id(report.mode()));
            json.writeStringField("verdict", id(report.verdict()));
            json.writeBooleanField("blocked", report.blocked());
            json.writeArrayFieldStart("checks");
            for (CheckResult result : report.results()) {
                write(json, result);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("applied");
            for (AppliedRemedy applied : report.applied()) {
                json.writeStartObject();
                json.writeStringField("rule", applied.finding().rule().id());
                json.writeStringField("subject", applied.finding().subject());
                json.writeFieldName("remedy");
                write(json, applied.remedy());
                json.writeEndObject();
            }
            json.writeEndArray();
            PredictionReview review = report.review();
            if (review != null) {
                ReviewJson.write(json, review);
            }
            write(json, report.cost());
            json.writeObjectFieldStart("environment");
            for (Map.Entry<String, String> entry : report.environment().entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory failed", impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, CheckResult result) throws IOException {
        Outcome outcome = result.outcome();
        json.writeStartObject();
        json.writeStringField("check", result.check());
        if (outcome instanceof Outcome.Passed passed) {
            json.writeStringField("outcome", "passed");
            json.writeStringField("examined", passed.examined());
        } else if (outcome instanceof Outcome.Violated violated) {
            json.writeStringField("outcome", "violated");
            json.writeStringField("examined", violated.examined());
        } else if (outcome instanceof Outcome.Skipped skipped) {
            json.writeStringField("outcome", "skipped");
            json.writeStringField("reason", id(skipped.reason()));
            json.writeStringField("explanation", skipped.explanation());
            json.writeStringField("way-out", skipped.wayOut());
        } else if (outcome instanceof Outcome.Errored errored) {
            json.writeStringField("outcome", "errored");
            json.writeStringField("problem", errored.problem());
            json.writeStringField("way-out", errored.wayOut());
        }
        json.writeArrayFieldStart("findings");
        for (Finding finding : outcome.findings()) {
            write(json, finding);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("measurements");
        for (Measurement measurement : result.measurements()) {
            write(json, measurement);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void write(JsonGenerator json, Measurement measurement) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", measurement.name());
        json.writeFieldName("value");
        write(json, measurement.value());
        json.writeEndObject();
    }

    static void write(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", finding.rule().id());
        json.writeStringField("category", id(finding.rule().category()));
        json.writeStringField("severity", id(finding.severity()));
        json.writeStringField("subject", finding.subject());
        json.writeStringField("message", finding.message());
        json.writeFieldName("observed");
        write(json, finding.observed());
        json.writeFieldName("limit");
        write(json, finding.limit().value());
        json.writeStringField("limit-source", finding.limit().source());
        json.writeStringField("suggestion", finding.suggestion());
        json.writeStringField("page", finding.rule().page());
        json.writeArrayFieldStart("remedies");
        for (Remedy remedy : finding.remedies()) {
            write(json, remedy);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void write(JsonGenerator json, Value value) throws IOException {
        if (value instanceof Described described) {
            json.writeString(described.text());
        } else if (value instanceof Estimate estimate) {
            json.writeStartObject();
            json.writeNumberField("value", estimate.value());
            json.writeNumberField("low", estimate.low());
            json.writeNumberField("high", estimate.high());
            json.writeNumberField("confidence", estimate.confidence());
            json.writeStringField("unit", estimate.unit().id());
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Remedy remedy) throws IOException {
        json.writeStartObject();
        if (remedy instanceof Remedy.SetWriteOption option) {
            writeSetting(json, "set-write-option", option.key(), option.value());
        } else if (remedy instanceof Remedy.SetSessionConf conf) {
            writeSetting(json, "set-session-conf", conf.key(), conf.value());
        } else if (remedy instanceof Remedy.NeedsLaunchConf conf) {
            writeSetting(json, "needs-launch-conf", conf.key(), conf.value());
        } else if (remedy instanceof Remedy.NeedsFleet fleet) {
            json.writeStringField("kind", "needs-fleet");
            json.writeNumberField("workers", fleet.workers());
        } else if (remedy instanceof Remedy.SpreadKeys spread) {
            json.writeStringField("kind", "spread-keys");
            json.writeStringField("column", spread.column());
            json.writeNumberField("partitions", spread.partitions());
        }
        json.writeStringField("describe", remedy.describe());
        json.writeEndObject();
    }

    private static void writeSetting(JsonGenerator json, String kind, String key, String value) throws IOException {
        json.writeStringField("kind", kind);
        json.writeStringField("key", key);
        json.writeStringField("value", value);
    }

    private static void write(JsonGenerator json, Cost cost) throws IOException {
        json.writeObjectFieldStart("cost");
        json.writeNumberField("millis", cost.elapsed().toMillis());
        json.writeNumberField("spark-jobs", cost.sparkJobs());
        json.writeNumberField("rows-read", cost.rowsRead());
        Estimate rows = cost.inputRows();
        if (rows != null) {
            json.writeFieldName("input-rows");
            write(json, rows);
        }
        json.writeEndObject();
    }

    private static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
