package io.preflightguard.schema.evolution;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.contract.RegistryLevel;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.SchemaChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges a new version of a contract against those that went before. Pure and thread-safe. */
public final class EvolutionRules {

    private static final Set<Rule> ADDITIONS = Set.of(
            RuleCatalog.FIELD_ADDED_NOT_NULLABLE_WITH_DEFAULT,
            RuleCatalog.FIELD_ADDED_OPTIONAL,
            RuleCatalog.FIELD_ADDED_OPTIONAL_NONNULL_DEFAULT,
            RuleCatalog.FIELD_ADDED_OPTIONAL_NO_DEFAULT,
            RuleCatalog.FIELD_ADDED_REQUIRED);

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
        Findings findings = new Findings(pair(level, registryLevel, latest, proposed, true));
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
        for (SchemaChange change : EvolutionComparison.between(old.schema(), proposed)) {
            findings.add(Advice.finding(change, level.severity(change.rule()), old.label()));
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

    /** Gathers findings over a history without saying the same thing once for each version. */
    private static final class Findings {

        private final List<SchemaFinding> all;

        Findings(List<SchemaFinding> ofLatest) {
            this.all = new ArrayList<>(ofLatest);
        }

        void addOlder(SchemaVersion version, List<SchemaFinding> older) {
            for (SchemaFinding finding : older) {
                if (finding.severity() == Severity.INFO || isSaid(finding)) {
                    continue;
                }
                SchemaFinding lostDefault = find(RuleCatalog.FIELD_DEFAULT_REMOVED, finding.path());
                SchemaFinding returned = returned(finding.path());
                if (ADDITIONS.contains(finding.rule()) && lostDefault != null) {
                    all.set(
                            all.indexOf(lostDefault),
                            lostDefault
                                    .withSeverity(Severity.FAIL)
                                    .withMessage(version.label() + " lacks the field, and rows of its time now have"
                                            + " neither value nor default"));
                } else if (returned == null || ADDITIONS.contains(finding.rule())) {
                    all.add(finding);
                } else if (finding.severity() == Severity.FAIL
                        && !finding.rule().equals(RuleCatalog.NULLABILITY_LOOSENED)) {
                    all.add(new SchemaFinding(
                            RuleCatalog.FIELD_REINTRODUCED,
                            Severity.FAIL,
                            returned.path(),
                            finding.before(),
                            finding.after(),
                            "the name was removed and returns with another type, so rows of " + version.label()
                                    + " are read as something they are not",
                            "Give the new field another name",
                            version.label(),
                            returned.line()));
                }
            }
        }

        private boolean isSaid(SchemaFinding finding) {
            return find(finding.rule(), finding.path()) != null
                    || find(RuleCatalog.FIELD_REINTRODUCED, finding.path()) != null;
        }

        /** The field that is new to the latest version, where the path is that field or lies inside it. */
        private @Nullable SchemaFinding returned(String path) {
            return all.stream()
                    .filter(finding -> ADDITIONS.contains(finding.rule()))
                    .filter(finding -> path.equals(finding.path())
                            || path.startsWith(finding.path() + ".")
                            || path.startsWith(finding.path() + "[")
                            || path.startsWith(finding.path() + "{"))
                    .findFirst()
                    .orElse(null);
        }

        private @Nullable SchemaFinding find(Rule rule, String path) {
            return all.stream()
                    .filter(finding ->
                            finding.rule().equals(rule) && finding.path().equals(path))
                    .findFirst()
                    .orElse(null);
        }

        List<SchemaFinding> sorted() {
            return all.stream().sorted().toList();
        }
    }
}
