package io.preflightguard.schema.evolution;

import io.preflightguard.Redaction;
import io.preflightguard.Severity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one schema that was checked. Immutable.
 *
 * @param file the file the schema is in
 * @param against what it was held against, in words; empty where it was judged by itself
 * @param findings sorted by path
 * @param switchedOff how many further findings the project has switched off
 * @param first whether there is no version that went before
 * @param problem why it could not be checked, in one line; empty if it was
 */
public record CheckedSchema(
        String file,
        String against,
        List<SchemaFinding> findings,
        int switchedOff,
        boolean first,
        Optional<String> problem) {

    public CheckedSchema {
        Objects.requireNonNull(file, "file");
        against = Redaction.of(against);
        findings = findings.stream().sorted().toList();
        Objects.requireNonNull(problem, "problem");
    }

    /** A schema that was checked. */
    public static CheckedSchema of(String file, String against, List<SchemaFinding> findings, int switchedOff) {
        return new CheckedSchema(file, against, findings, switchedOff, false, Optional.empty());
    }

    /** A schema that could not be checked. */
    public static CheckedSchema failed(String file, String against, String problem) {
        return new CheckedSchema(
                file, against, List.of(), 0, false, Optional.of(Redaction.of(problem.replaceAll("\\p{Cntrl}+", " "))));
    }

    /** The same, of a schema that nothing went before. */
    public CheckedSchema asFirst() {
        return new CheckedSchema(file, against, findings, switchedOff, true, problem);
    }

    /** How many findings there are of one severity. */
    public long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
