package io.preflightguard.schema.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** The schema pairs of public test suites that are committed as {@code schema-pairs.json}; their origin stands there. */
final class Pairs {

    /**
     * A pair and what it is expected to give.
     *
     * @param findings the expected findings as {@code RULE@path}, sorted
     */
    record Pair(
            String id,
            String name,
            String before,
            String after,
            List<String> history,
            String additive,
            String widening,
            List<String> findings,
            JsonNode expectedBySource) {

        @Override
        public String toString() {
            return id + " " + name;
        }
    }

    private Pairs() {}

    static List<Pair> all() {
        try (InputStream stream =
                Objects.requireNonNull(Pairs.class.getResourceAsStream("/schema-pairs.json"), "schema-pairs.json")) {
            List<Pair> pairs = new ArrayList<>();
            for (JsonNode pair : new ObjectMapper().readTree(stream).get("pairs")) {
                pairs.add(read(pair));
            }
            return pairs;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Pair read(JsonNode pair) {
        JsonNode verdict = pair.get("additive_only");
        TreeSet<String> findings = new TreeSet<>();
        verdict.get("findings")
                .forEach(finding -> findings.add(
                        finding.get("rule").asText() + "@" + finding.get("path").asText()));
        List<String> history = new ArrayList<>();
        if (pair.has("history")) {
            pair.get("history").forEach(version -> history.add(version.toString()));
        }
        return new Pair(
                pair.get("id").asText(),
                pair.get("name").asText(),
                pair.get("old").toString(),
                pair.get("new").toString(),
                history,
                verdict.get("ADDITIVE").asText(),
                verdict.get("ADDITIVE_WIDENING").asText(),
                List.copyOf(findings),
                pair.get("expected_by_source"));
    }
}
