package io.preflightguard.schema.evolution;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import java.util.Map;
import java.util.Set;

/** How much a contract may change from one version to the next. */
public enum EvolutionLevel {
    /** New nullable fields, and nothing else. A schema that passes is FULL compatible by Avro's rules. */
    ADDITIVE,
    /** Also numbers that widen without loss, and what becomes nullable. One that passes is BACKWARD compatible. */
    ADDITIVE_WIDENING,
    /** What the registry's own level of the subject allows, but nothing that changes the meaning of stored values. */
    REGISTRY;

    private static final Map<Rule, Severity> WIDENING = Map.of(
            RuleCatalog.DECIMAL_PRECISION_WIDENED, Severity.INFO,
            RuleCatalog.ENUM_SYMBOL_ADDED, Severity.WARN,
            RuleCatalog.NULLABILITY_LOOSENED, Severity.INFO,
            RuleCatalog.TYPE_WIDENED, Severity.INFO);

    /** Changes that Avro or Hudi accepts, and stored values then mean something else or cannot be reached. */
    private static final Set<Rule> SILENT = Set.of(
            RuleCatalog.DECIMAL_ENCODING_CHANGED,
            RuleCatalog.DECIMAL_PRECISION_NARROWED,
            RuleCatalog.DECIMAL_SCALE_CHANGED,
            RuleCatalog.ENUM_SYMBOL_REMOVED,
            RuleCatalog.FIELD_ALIAS_COLLISION,
            RuleCatalog.FIELD_CASE_CHANGED,
            RuleCatalog.FIELD_CASE_COLLISION,
            RuleCatalog.FIELD_REINTRODUCED,
            RuleCatalog.LOGICAL_TYPE_CHANGED,
            RuleCatalog.REGISTRY_LEVEL_BROKEN,
            RuleCatalog.TYPE_PROMOTED_LOSSY,
            RuleCatalog.TYPE_STRING_BYTES,
            RuleCatalog.UNION_BRANCH_NAMESPACE_CHANGED);

    /** How much a change of this kind matters at this level. */
    public Severity severity(Rule rule) {
        return switch (this) {
            case ADDITIVE -> rule.severity();
            case ADDITIVE_WIDENING -> WIDENING.getOrDefault(rule, rule.severity());
            case REGISTRY -> SILENT.contains(rule) ? Severity.FAIL : Severity.INFO;
        };
    }
}
