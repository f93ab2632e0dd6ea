package io.preflightguard.schema;

import io.preflightguard.Rule;
import java.util.Objects;

/**
 * Something a reader saw in one schema that the schema's types do not show.
 *
 * @param rule the rule it breaks
 * @param path the path of the field; empty at the root
 * @param seen what stands there
 * @param expected what should
 * @param line where, from 1
 */
public record SchemaNote(Rule rule, String path, String seen, String expected, int line) {

    public SchemaNote {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(expected, "expected");
    }
}
