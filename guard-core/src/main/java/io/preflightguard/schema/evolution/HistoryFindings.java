package io.preflightguard.schema.evolution;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers findings over a history without saying the same thing once for each version. */
final class HistoryFindings {

    static final Set<Rule> ADDITIONS = Set.of(
            RuleCatalog.FIELD_ADDED_NOT_NULLABLE_WITH_DEFAULT,
            RuleCatalog.FIELD_ADDED_OPTIONAL,
            RuleCatalog.FIELD_ADDED_OPTIONAL_NONNULL_DEFAULT,
            RuleCatalog.FIELD_ADDED_OPTIONAL_NO_DEFAULT,
            RuleCatalog.FIELD_ADDED_REQUIRED);

    /** What may have become of a removed field that returns without its values meaning anything else. */
    private static final Set<Rule> SAME_MEANING =
            Set.of(RuleCatalog.FIELD_CASE_CHANGED, RuleCatalog.FIELD_RENAMED, RuleCatalog.NULLABILITY_LOOSENED);

    private final List<SchemaFinding> all;
    private final Map<String, Integer> byRuleAndPath = new HashMap<>();
    private final Map<String, SchemaFinding> added = new HashMap<>();

    HistoryFindings(List<SchemaFinding> ofLatest) {
        this.all = new ArrayList<>();
        ofLatest.forEach(this::add);
        ofLatest.stream()
                .filter(finding -> ADDITIONS.contains(finding.rule()))
                .forEach(finding -> added.put(finding.path(), finding));
    }

    /** Adds what an older version shows and nothing has said yet. */
    void addOlder(SchemaVersion version, List<SchemaFinding> older) {
        for (SchemaFinding finding : older) {
            boolean addition = ADDITIONS.contains(finding.rule());
            SchemaFinding returned = addition ? null : returned(finding.path());
            Integer lostDefault = addition ? position(RuleCatalog.FIELD_DEFAULT_REMOVED, finding.path()) : null;
            if (returned != null && EvolutionLevel.ADDITIVE.severity(finding.rule()) == Severity.FAIL) {
                returned(version, finding, returned);
            } else if (finding.severity() != Severity.INFO && lostDefault != null) {
                all.set(
                        lostDefault,
                        all.get(lostDefault)
                                .withSeverity(Severity.FAIL)
                                .withMessage(version.label() + " lacks the field, and rows of its time now have neither"
                                        + " value nor default"));
            } else if (returned == null
                    && finding.severity() != Severity.INFO
                    && position(finding.rule(), finding.path()) == null) {
                add(finding);
            }
        }
    }

    private void returned(SchemaVersion version, SchemaFinding finding, SchemaFinding returned) {
        if (SAME_MEANING.contains(finding.rule())) {
            if (!finding.rule().equals(RuleCatalog.NULLABILITY_LOOSENED)
                    && finding.severity() != Severity.INFO
                    && position(finding.rule(), finding.path()) == null) {
                add(finding);
            }
        } else if (position(RuleCatalog.FIELD_REINTRODUCED, returned.path()) == null) {
            add(new SchemaFinding(
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

    List<SchemaFinding> sorted() {
        return all.stream().sorted().toList();
    }

    private void add(SchemaFinding finding) {
        byRuleAndPath.putIfAbsent(finding.rule().id() + "@" + finding.path(), all.size());
        all.add(finding);
    }

    private @Nullable Integer position(Rule rule, String path) {
        return byRuleAndPath.get(rule.id() + "@" + path);
    }

    /** The field that is new to the latest version, where the path is that field or lies inside it. */
    private @Nullable SchemaFinding returned(String path) {
        return Paths.around(path)
                .map(added::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
