package io.preflightguard.schema.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.Severity;
import io.preflightguard.contract.RegistryLevel;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.SchemaFormatException;
import io.preflightguard.schema.avro.AvroSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the measured table of changes that no public suite has a pair for, and the rules over a history. */
class EvolutionRulesTest {

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}' | '{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}' | LOGICAL_TYPE_CHANGED",
                "'{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}' | '{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}' | LOGICAL_TYPE_CHANGED",
                "'\"long\"' | '{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}' | LOGICAL_TYPE_CHANGED",
                "'{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}' | '\"long\"' | LOGICAL_TYPE_CHANGED",
                "'{\"type\":\"int\",\"logicalType\":\"date\"}' | '\"int\"' | LOGICAL_TYPE_CHANGED",
                "'{\"type\":\"int\",\"logicalType\":\"date\"}' | '{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}' | LOGICAL_TYPE_CHANGED",
                "'{\"type\":\"int\",\"logicalType\":\"time-millis\"}' | '{\"type\":\"int\",\"logicalType\":\"date\"}' | LOGICAL_TYPE_CHANGED",
                "'{\"type\":\"string\",\"logicalType\":\"uuid\"}' | '\"string\"' | LOGICAL_TYPE_CHANGED",
                "'\"string\"' | '{\"type\":\"string\",\"logicalType\":\"uuid\"}' | LOGICAL_TYPE_CHANGED",
                "'{\"type\":\"fixed\",\"name\":\"d\",\"size\":12,\"logicalType\":\"duration\"}' | '{\"type\":\"fixed\",\"name\":\"d\",\"size\":12}' | LOGICAL_TYPE_CHANGED",
                "'\"string\"' | '{\"type\":\"int\",\"logicalType\":\"date\"}' | TYPE_CHANGED",
                "'{\"type\":\"map\",\"values\":\"int\"}' | '{\"type\":\"array\",\"items\":\"int\"}' | TYPE_CHANGED",
                "'\"int\"' | '{\"type\":\"array\",\"items\":\"int\"}' | TYPE_CHANGED",
                "'{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"A\"]}' | '\"string\"' | TYPE_CHANGED",
                "'{\"type\":\"fixed\",\"name\":\"d\",\"size\":4}' | '\"bytes\"' | TYPE_CHANGED",
                "'[\"null\",\"int\"]' | '[\"null\",\"double\",\"long\"]' | UNION_BRANCH_REMOVED",
                "'{\"type\":\"array\",\"items\":[\"null\",\"string\"]}' | '{\"type\":\"array\",\"items\":\"string\"}' | NULLABILITY_TIGHTENED",
                "'{\"type\":\"map\",\"values\":\"string\"}' | '{\"type\":\"map\",\"values\":[\"null\",\"string\"]}' | NULLABILITY_LOOSENED"
            })
    void aChangeOfTypeFailsByItsRule(String before, String after, String rule) {
        List<SchemaFinding> findings =
                judge(EvolutionLevel.ADDITIVE, List.of(record(field("f", before))), record(field("f", after)));

        assertThat(findings)
                .filteredOn(finding -> finding.severity() == Severity.FAIL)
                .extracting(finding -> finding.rule().id())
                .contains(rule);
    }

    @Test
    void aTypeThatIsUsedTwiceIsComparedAtEveryPlace() {
        String part = "{\"type\":\"record\",\"name\":\"P\",\"fields\":[" + field("x", "%s") + "]}";
        String shape = record(field("a", part), field("b", "{\"type\":\"array\",\"items\":\"P\"}"));

        assertThat(judge(
                        EvolutionLevel.ADDITIVE,
                        List.of(String.format(shape, "\"int\"")),
                        String.format(shape, "\"string\"")))
                .extracting(SchemaFinding::path)
                .containsExactly("a.x", "b[].x");
    }

    @Test
    void aChangeBehindARecursionIsFoundOnce() {
        String tree = "{\"type\":\"record\",\"name\":\"T\",\"fields\":[" + field("next", "[\"null\",\"T\"]") + ","
                + field("kids", "{\"type\":\"array\",\"items\":\"T\"}") + "," + field("v", "%s") + "]}";

        assertThat(judge(
                        EvolutionLevel.ADDITIVE,
                        List.of(String.format(tree, "\"int\"")),
                        String.format(tree, "\"string\"")))
                .extracting(SchemaFinding::path)
                .containsExactly("v");
    }

    @Test
    void aRecursionThatMovesToAnotherFieldIsStillCompared() {
        String before = "{\"type\":\"record\",\"name\":\"T\",\"fields\":[" + field("next", "[\"null\",\"T\"]") + "]}";
        String after = "{\"type\":\"record\",\"name\":\"T\",\"fields\":["
                + field(
                        "next",
                        "[\"null\",{\"type\":\"record\",\"name\":\"U\",\"fields\":[" + field("t", "\"T\"") + "]}]")
                + "]}";

        assertThat(judge(EvolutionLevel.ADDITIVE, List.of(before), after))
                .filteredOn(finding -> finding.severity() == Severity.FAIL)
                .isNotEmpty();
    }

    @Test
    void aNameThatReturnsAsRequiredNowNullableIsNoOther() {
        List<SchemaFinding> findings = judge(
                EvolutionLevel.ADDITIVE,
                List.of(record(field("a", "\"int\""), field("x", "\"int\"")), record(field("a", "\"int\""))),
                record(field("a", "\"int\""), field("x", "[\"null\",\"int\"],\"default\":null")));

        assertThat(findings).extracting(finding -> finding.rule().id()).containsExactly("FIELD_ADDED_OPTIONAL");
    }

    @Test
    void anOlderVersionAddsOnlyWhatTheLatestDoesNotSay() {
        List<SchemaFinding> findings = judge(
                EvolutionLevel.ADDITIVE,
                List.of(record(field("a", "\"int\"")), record(field("a", "\"long\""))),
                record(field("a", "\"string\"")));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.pair()).isEqualTo("v2");
            assertThat(finding.before()).isEqualTo("long");
        });
    }

    @Test
    void aChangeThatOnlyAnOlderVersionShowsIsSaidOfIt() {
        List<SchemaFinding> findings = judge(
                EvolutionLevel.ADDITIVE,
                List.of(record(field("a", "\"int\"")), record(field("a", "\"string\""))),
                record(field("a", "\"string\"")));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.pair()).isEqualTo("v1");
            assertThat(finding.rule().id()).isEqualTo("TYPE_CHANGED");
        });
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2}' | '\"string\"'",
                "'{\"type\":\"string\",\"logicalType\":\"uuid\"}' | '\"bytes\"'",
                "'{\"type\":\"int\",\"logicalType\":\"date\"}' | '\"double\"'",
                "'{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}' | '\"double\"'",
                "'[\"null\",\"string\",\"int\"]' | '[\"null\",\"bytes\",\"int\"]'",
                "'[\"null\",\"long\",\"string\"]' | '[\"null\",\"double\",\"string\"]'",
                "'\"long\"' | '[\"double\",\"string\"]'",
                "'[\"null\",{\"type\":\"int\",\"logicalType\":\"date\"},\"string\"]' |"
                        + " '[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"string\"]'",
                "'[\"null\",{\"type\":\"enum\",\"name\":\"a.E\",\"symbols\":[\"X\"]}]' |"
                        + " '[\"null\",{\"type\":\"enum\",\"name\":\"b.E\",\"symbols\":[\"X\"]}]'",
                "'{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"X\",\"Y\"]}' |"
                        + " '{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"X\"],\"default\":\"X\"}'"
            })
    void whatChangesTheMeaningOfStoredValuesFailsWhateverTheRegistrySays(String before, String after) {
        List<SchemaFinding> findings = EvolutionRules.judge(
                EvolutionLevel.REGISTRY,
                RegistryLevel.BACKWARD,
                List.of(new SchemaVersion("v1", AvroSchemas.parse(record(field("f", before))))),
                AvroSchemas.parse(record(field("f", after))));

        assertThat(findings).extracting(SchemaFinding::severity).contains(Severity.FAIL);
    }

    @Test
    void aNameThatReturnsWithAnotherTypeFailsAtEveryLevel() {
        for (EvolutionLevel level : EvolutionLevel.values()) {
            assertThat(judge(
                            level,
                            List.of(
                                    record(field("a", "\"int\""), field("x", "\"int\"")),
                                    record(field("a", "\"int\""))),
                            record(field("a", "\"int\""), field("x", "[\"null\",\"string\"],\"default\":null"))))
                    .as(level.name())
                    .filteredOn(finding -> finding.severity() == Severity.FAIL)
                    .extracting(finding -> finding.rule().id())
                    .contains("FIELD_REINTRODUCED");
        }
    }

    @Test
    void branchesOfOneNameInTwoNamespacesAreTwo() {
        String enumeration = "{\"type\":\"enum\",\"name\":\"%s.E\",\"symbols\":[\"%s\"]}";
        String two =
                "[" + String.format(enumeration, "a", "P") + "," + String.format(enumeration, "b", "Q") + ",\"int\"]";

        assertThat(judge(EvolutionLevel.ADDITIVE, List.of(record(field("f", two))), record(field("f", two))))
                .as("the same schema")
                .isEmpty();
        assertThat(judge(
                        EvolutionLevel.ADDITIVE,
                        List.of(record(field("f", two))),
                        record(field("f", "[" + String.format(enumeration, "a", "P") + ",\"int\"]"))))
                .extracting(finding -> finding.rule().id())
                .contains("UNION_BRANCH_REMOVED");
    }

    @Test
    void recursionThatGoesAroundOnOneSideOnlyEnds() {
        String node = "{\"type\":\"record\",\"name\":\"Node\",\"fields\":["
                + field(
                        "v",
                        "[\"null\",{\"type\":\"record\",\"name\":\"Edge\",\"fields\":[" + field("to", "%s") + "]}]")
                + "]}";
        String leaf = "{\"type\":\"record\",\"name\":\"Leaf\",\"fields\":[" + field("v", "[\"null\",\"Edge\"]") + "]}";

        for (EvolutionLevel level : EvolutionLevel.values()) {
            assertThat(judge(level, List.of(String.format(node, "\"Node\"")), String.format(node, leaf)))
                    .as(level.name())
                    .isNotEmpty();
        }
    }

    /** Each level asks the one below twice; without a memory that is 4^13 questions. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void unionsInsideUnionsDoNotTakeForEver() {
        assertThat(judge(EvolutionLevel.REGISTRY, List.of(nested(13, "int")), nested(13, "boolean")))
                .isNotEmpty();
    }

    private static String nested(int levels, String leaf) {
        String type = "\"" + leaf + "\"";
        for (int i = 0; i < levels; i++) {
            String a = "{\"type\":\"record\",\"name\":\"A" + i + "\",\"fields\":[" + field("f", type) + "]}";
            String b = "{\"type\":\"record\",\"name\":\"B" + i + "\",\"fields\":["
                    + field("f", i == 0 ? type : "[\"A" + (i - 1) + "\",\"B" + (i - 1) + "\"]") + "]}";
            type = "[" + a + "," + b + "]";
        }
        return record(field("f", type));
    }

    @Test
    void nothingToCompareWithIsNoPass() {
        assertThatThrownBy(() -> EvolutionRules.judge(
                        EvolutionLevel.ADDITIVE,
                        RegistryLevel.NONE,
                        List.of(),
                        AvroSchemas.parse(record(field("a", "\"int\"")))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyRuleOfAComparisonHasItsWords() {
        // Whatever changes, a finding can be made of it: Advice throws where a rule has no words.
        for (long seed = 1; seed <= 2_000; seed++) {
            RandomSchemas schemas = new RandomSchemas(seed);
            var first = schemas.record();
            String after = schemas.mutate(first).toString();
            try {
                AvroSchemas.parse(first.toString());
                AvroSchemas.parse(after);
            } catch (SchemaFormatException refused) {
                continue;
            }
            assertThat(judge(EvolutionLevel.REGISTRY, List.of(first.toString()), after))
                    .as("seed " + seed)
                    .allSatisfy(finding -> {
                        assertThat(finding.message()).isNotBlank();
                        assertThat(finding.suggestion()).isNotBlank();
                    });
        }
    }

    private static List<SchemaFinding> judge(EvolutionLevel level, List<String> history, String proposed) {
        List<SchemaVersion> versions = new ArrayList<>();
        for (String version : history) {
            DeclaredSchema schema = AvroSchemas.parse(version);
            versions.add(new SchemaVersion("v" + (versions.size() + 1), schema));
        }
        return EvolutionRules.judge(level, RegistryLevel.FULL_TRANSITIVE, versions, AvroSchemas.parse(proposed));
    }

    private static String record(String... fields) {
        return "{\"type\":\"record\",\"name\":\"r\",\"fields\":[" + String.join(",", fields) + "]}";
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
    }
}
