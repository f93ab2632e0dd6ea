package io.preflightguard.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.preflightguard.Comparison;
import io.preflightguard.Finding;
import io.preflightguard.Measurement;
import io.preflightguard.PredictionReview;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalDouble;

/** What was predicted beside what the write did, as a field of the report's object. */
final class ReviewJson {

    private ReviewJson() {}

    static void write(JsonGenerator json, PredictionReview review) throws IOException {
        json.writeObjectFieldStart("prediction-and-fact");
        json.writeStringField("summary", review.summary());
        json.writeArrayFieldStart("comparisons");
        for (Comparison comparison : review.comparisons()) {
            json.writeStartObject();
            json.writeStringField("name", comparison.name());
            json.writeFieldName("predicted");
            JsonReport.write(json, comparison.predicted());
            json.writeNumberField("fact", comparison.fact());
            json.writeStringField("fact-is", id(comparison.bound()));
            json.writeStringField("standing", id(comparison.standing()));
            OptionalDouble ratio = comparison.ratio();
            if (ratio.isPresent()) {
                json.writeNumberField("ratio", ratio.getAsDouble());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("facts");
        for (Measurement fact : review.facts()) {
            JsonReport.write(json, fact);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("notes");
        for (String note : review.notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : review.findings()) {
            JsonReport.write(json, finding);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
