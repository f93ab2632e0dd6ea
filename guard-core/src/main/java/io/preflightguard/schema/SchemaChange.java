package io.preflightguard.schema;

import io.preflightguard.Rule;
import java.util.Objects;

/**
 * One difference between what is known and what arrives.
 *
 * @param rule the rule it breaks
 * @param path the dotted path of the field, as the known side spells it
 * @param oldType the type that is known, or {@code absent}; for case, the known name
 * @param newType the type that arrives, or {@code absent}; for case, the name that arrives
 * @param line the line of the new schema's text, from 1; 0 if that is not known
 */
public record SchemaChange(Rule rule, String path, String oldType, String newType, int line) {

    public SchemaChange {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(oldType, "oldType");
        Objects.requireNonNull(newType, "newType");
    }

    SchemaChange(Rule rule, String path, String oldType, String newType) {
        this(rule, path, oldType, newType, 0);
    }
}
