package io.preflightguard.schema.evolution;

import io.preflightguard.Severity;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of every schema that was checked in one go. Immutable.
 *
 * @param schemas in the order they were given
 */
public record SchemaReport(List<CheckedSchema> schemas) {

    public SchemaReport {
        schemas = List.copyOf(schemas);
        if (schemas.isEmpty()) {
            throw new IllegalArgumentException("A report that examined nothing is none");
        }
    }

    /** The worst that became of any of them. */
    public enum Verdict {
        /** Nothing above {@link Severity#INFO}. */
        PASS,
        /** A warning, and nothing worse. */
        WARN,
        /** Something that must not be merged. */
        FAIL,
        /** At least one schema could not be checked, so nothing is known of it. */
        ERROR
    }

    /** The worst that became of any schema; what could not be checked is worse than what failed. */
    public Verdict verdict() {
        if (schemas.stream().anyMatch(schema -> schema.problem().isPresent())) {
            return Verdict.ERROR;
        }
        if (isAny(Severity.FAIL)) {
            return Verdict.FAIL;
        }
        return isAny(Severity.WARN) ? Verdict.WARN : Verdict.PASS;
    }

    private boolean isAny(Severity severity) {
        return findings().anyMatch(finding -> finding.severity() == severity);
    }

    /** Every finding of every schema, in order. */
    public Stream<SchemaFinding> findings() {
        return schemas.stream().flatMap(schema -> schema.findings().stream());
    }
}
