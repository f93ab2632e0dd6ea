package io.preflightguard.schema.evolution;

import io.preflightguard.schema.DeclaredSchema;
import java.util.Objects;

/**
 * A version that a contract already has.
 *
 * @param label how findings call it: {@code version 7}
 * @param schema what it says
 */
public record SchemaVersion(String label, DeclaredSchema schema) {

    public SchemaVersion {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(schema, "schema");
    }
}
