package io.preflightguard.schema.evolution;

import io.preflightguard.Rule;
import io.preflightguard.Severity;
import io.preflightguard.contract.RegistryLevel;
import io.preflightguard.schema.DeclaredSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that is to be said of a proposed version: whether Avro takes it, how it differs from those before, and whether a
 * Hudi table can hold what it adds. Pure and thread-safe.
 */
public final class VersionCheck {

    private VersionCheck() {}

    /**
     * Judges a version that has predecessors.
     *
     * @param hudi the Hudi that is to hold what is new
     * @return every finding, sorted by path; parameters else as {@link EvolutionRules#judge}
     */
    public static List<SchemaFinding> judge(
            EvolutionLevel level,
            RegistryLevel registryLevel,
            List<SchemaVersion> history,
            DeclaredSchema proposed,
            HudiTarget hudi) {
        List<SchemaFinding> compared = EvolutionRules.judge(level, registryLevel, history, proposed);
        List<SchemaFinding> all = new ArrayList<>(compared);
        Set<String> said = new HashSet<>();
        Set<String> added = new HashSet<>();
        for (SchemaFinding finding : compared) {
            said.add(key(finding.rule(), finding.path()));
            if (HistoryFindings.ADDITIONS.contains(finding.rule())) {
                added.add(finding.path());
            }
        }
        for (SchemaFinding finding : SchemaLint.judge(proposed, hudi)) {
            boolean concerns = SchemaLint.isInvalidity(finding.rule())
                    || (finding.severity() != Severity.INFO
                            && Paths.around(finding.path()).anyMatch(added::contains));
            if (concerns && said.add(key(finding.rule(), finding.path()))) {
                all.add(finding);
            }
        }
        return all.stream().sorted().toList();
    }

    private static String key(Rule rule, String path) {
        return rule.id() + "@" + path;
    }
}
