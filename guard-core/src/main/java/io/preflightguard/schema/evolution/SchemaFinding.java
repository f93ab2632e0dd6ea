package io.preflightguard.schema.evolution;

import io.preflightguard.Rule;
import io.preflightguard.Severity;
import java.util.Comparator;
import java.util.Objects;

/**
 * One thing that is wrong with a new version of a contract, or worth knowing. Immutable; ordered by path, then rule, so
 * that reports come out the same every time.
 *
 * @param rule the rule that speaks
 * @param severity how much it matters at the level that was asked for
 * @param path where, such as {@code order.items[].price}; {@code (root)} for the schema as a whole
 * @param before what the old version has there; empty when one schema is judged by itself
 * @param after what the new version has there
 * @param message one line: what happens if nothing is done
 * @param suggestion one line: what to do next
 * @param pair the version it was compared with; empty when one schema is judged by itself
 * @param line the line in the new schema's text, from 1; 0 if that is not known
 */
public record SchemaFinding(
        Rule rule,
        Severity severity,
        String path,
        String before,
        String after,
        String message,
        String suggestion,
        String pair,
        int line)
        implements Comparable<SchemaFinding> {

    /** The path of the schema as a whole. */
    public static final String ROOT = "(root)";

    private static final Comparator<SchemaFinding> ORDER = Comparator.comparing(SchemaFinding::path)
            .thenComparing(finding -> finding.rule().id())
            .thenComparing(SchemaFinding::pair)
            .thenComparing(SchemaFinding::before)
            .thenComparing(SchemaFinding::after);

    public SchemaFinding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        path = path.isEmpty() ? ROOT : oneLine(path);
        before = oneLine(before);
        after = oneLine(after);
        message = oneLine(message);
        suggestion = oneLine(suggestion);
        Objects.requireNonNull(pair, "pair");
    }

    /** The same finding, mattering more or less. */
    public SchemaFinding withSeverity(Severity other) {
        return new SchemaFinding(rule, other, path, before, after, message, suggestion, pair, line);
    }

    /** The same finding with another message. */
    public SchemaFinding withMessage(String other) {
        return new SchemaFinding(rule, severity, path, before, after, other, suggestion, pair, line);
    }

    @Override
    public int compareTo(SchemaFinding other) {
        return ORDER.compare(this, other);
    }

    /** Names, defaults and symbols come from a file that anybody wrote. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
