package io.preflightguard.schema.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Severity;
import io.preflightguard.contract.RegistryLevel;
import io.preflightguard.schema.avro.AvroSchemas;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The 211 pairs of public suites, held against the rule table and against Avro itself. */
class SchemaPairsTest {

    static Stream<Pairs.Pair> pairs() {
        return Pairs.all().stream();
    }

    @Test
    void thereAre211Pairs() {
        assertThat(Pairs.all()).hasSize(211);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void givesTheVerdictOfTheRuleTable(Pairs.Pair pair) {
        assertThat(verdict(EvolutionLevel.ADDITIVE, pair)).as("additive").isEqualTo(pair.additive());
        // Inside lists and maps widening warns: docs/schema-decisions.md.
        boolean nested = pair.id().equals("avro-java-012") || pair.id().equals("avro-java-014");
        assertThat(verdict(EvolutionLevel.ADDITIVE_WIDENING, pair))
                .as("additive-widening")
                .isEqualTo(nested ? "warn" : pair.widening());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void namesEveryRuleAndPath(Pairs.Pair pair) {
        Set<String> found = new TreeSet<>();
        findings(EvolutionLevel.ADDITIVE, pair)
                .forEach(finding -> found.add(
                        finding.rule().id() + "@" + (finding.path().equals(SchemaFinding.ROOT) ? "" : finding.path())));

        // One change is one finding: docs/schema-decisions.md.
        List<String> expected = pair.id().equals("avro-ruby-28") ? List.of("LOGICAL_TYPE_CHANGED@") : pair.findings();
        assertThat(found).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatPassesIsCompatibleForAvro(Pairs.Pair pair) {
        if (!verdict(EvolutionLevel.ADDITIVE, pair).equals("reject")) {
            assertThat(avroReads(pair.after(), pair.before())).as("backward").isTrue();
            assertThat(avroReads(pair.before(), pair.after())).as("forward").isTrue();
        }
        if (!verdict(EvolutionLevel.ADDITIVE_WIDENING, pair).equals("reject")) {
            assertThat(avroReads(pair.after(), pair.before())).as("backward").isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void resolvesAsAvroDoes(Pairs.Pair pair) {
        assertThat(AvroResolution.problems(AvroSchemas.parse(pair.after()), AvroSchemas.parse(pair.before()))
                        .isEmpty())
                .as("the new schema reads the old")
                .isEqualTo(avroReads(pair.after(), pair.before()));
        assertThat(AvroResolution.problems(AvroSchemas.parse(pair.before()), AvroSchemas.parse(pair.after()))
                        .isEmpty())
                .as("the old schema reads the new")
                .isEqualTo(avroReads(pair.before(), pair.after()));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void computesTheRegistryLevelThatTheSourceAsserts(Pairs.Pair pair) {
        for (RegistryLevel level : RegistryLevel.values()) {
            var expected = pair.expectedBySource().get("confluent." + level);
            if (expected == null) {
                continue;
            }
            List<SchemaVersion> history = pair.history().isEmpty()
                    ? List.of(new SchemaVersion("old", AvroSchemas.parse(pair.before())))
                    : pair.history().stream()
                            .map(version -> new SchemaVersion("old", AvroSchemas.parse(version)))
                            .toList();

            List<SchemaFinding> broken =
                    EvolutionRules.judge(EvolutionLevel.REGISTRY, level, history, AvroSchemas.parse(pair.after()))
                            .stream()
                            .filter(finding -> finding.rule().id().equals("REGISTRY_LEVEL_BROKEN"))
                            .toList();

            assertThat(broken.isEmpty()).as(level + " " + broken).isEqualTo(expected.asBoolean());
        }
    }

    private static List<SchemaFinding> findings(EvolutionLevel level, Pairs.Pair pair) {
        return EvolutionRules.judge(
                level,
                RegistryLevel.NONE,
                List.of(new SchemaVersion("old", AvroSchemas.parse(pair.before()))),
                AvroSchemas.parse(pair.after()));
    }

    private static String verdict(EvolutionLevel level, Pairs.Pair pair) {
        Severity worst = findings(level, pair).stream()
                .map(SchemaFinding::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.INFO);
        return switch (worst) {
            case INFO -> "allow";
            case WARN -> "warn";
            case FAIL -> "reject";
        };
    }

    private static boolean avroReads(String reader, String writer) {
        try {
            return SchemaCompatibility.checkReaderWriterCompatibility(
                                    new Schema.Parser()
                                            .setValidateDefaults(false)
                                            .parse(reader),
                                    new Schema.Parser()
                                            .setValidateDefaults(false)
                                            .parse(writer))
                            .getType()
                    == SchemaCompatibilityType.COMPATIBLE;
        } catch (org.apache.avro.AvroRuntimeException ambiguousAliases) {
            return false;
        }
    }
}
