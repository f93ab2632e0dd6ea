package io.preflightguard.schema.evolution;

import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.contract.RegistryLevel;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.SchemaChange;
import java.util.ArrayList;
import java.util.List;

/** Judges a new version of a contract against those that went before. Pure and thread-safe. */
public final class EvolutionRules {

    private EvolutionRules() {}

    /**
     * Judges a new version against each one that went before. What the latest version alone shows is said of it; an older
     * one adds only what is above {@link Severity#INFO} and not said yet.
     *
     * @param level how much may change
     * @param registryLevel the subject's own level, which {@link EvolutionLevel#REGISTRY} enforces; the other levels
     *     ignore it
     * @param history the versions that went before, oldest first; not empty
     * @param proposed the new version
     * @return every finding, sorted by path
     * @throws IllegalArgumentException if the history is empty: nothing would have been compared
     */
    public static List<SchemaFinding> judge(
            EvolutionLevel level, RegistryLevel registryLevel, List<SchemaVersion> history, DeclaredSchema proposed) {
        if (history.isEmpty()) {
            throw new IllegalArgumentException("There is no version to compare with");
        }
        SchemaVersion latest = history.get(history.size() - 1);
        HistoryFindings findings = new HistoryFindings(pair(level, registryLevel, latest, proposed, true));
        for (int i = history.size() - 2; i >= 0; i--) {
            findings.addOlder(history.get(i), pair(level, registryLevel, history.get(i), proposed, false));
        }
        return findings.sorted();
    }

    private static List<SchemaFinding> pair(
            EvolutionLevel level,
            RegistryLevel registryLevel,
            SchemaVersion old,
            DeclaredSchema proposed,
            boolean latest) {
        List<SchemaFinding> findings = new ArrayList<>();
        for (SchemaChange change :
                EvolutionComparison.between(old.schema(), proposed, level == EvolutionLevel.REGISTRY)) {
            findings.add(Advice.finding(change, severity(level, change), old.label()));
        }
        if (level == EvolutionLevel.REGISTRY && (latest || registryLevel.transitive())) {
            if (registryLevel.backward()) {
                AvroResolution.problems(proposed, old.schema())
                        .forEach(problem -> findings.add(broken(registryLevel, problem, old.label(), true)));
            }
            if (registryLevel.forward()) {
                AvroResolution.problems(old.schema(), proposed)
                        .forEach(problem -> findings.add(broken(registryLevel, problem, old.label(), false)));
            }
        }
        return findings;
    }

    /** Hudi widens a column for good; inside a list or struct a bulk_insert leaves files that nobody can read. */
    private static Severity severity(EvolutionLevel level, SchemaChange change) {
        boolean nested = change.path().matches(".*[.\\[{].*");
        return level == EvolutionLevel.ADDITIVE_WIDENING && change.rule().equals(RuleCatalog.TYPE_WIDENED) && nested
                ? Severity.WARN
                : level.severity(change.rule());
    }

    private static SchemaFinding broken(RegistryLevel level, Unreadable problem, String label, boolean backward) {
        String reader = backward ? "a reader of the new schema" : "a reader of the old schema";
        String writer = backward ? "the old" : "the new";
        return new SchemaFinding(
                RuleCatalog.REGISTRY_LEVEL_BROKEN,
                Severity.FAIL,
                problem.path(),
                backward ? problem.written() : problem.read(),
                backward ? problem.read() : problem.written(),
                reader + " that expects " + problem.read() + " cannot read " + problem.written() + " of " + writer
                        + ", which level " + level + " of the subject forbids",
                "Keep the field readable both ways, or change the level of the subject",
                label,
                backward ? problem.line() : 0);
    }
}
