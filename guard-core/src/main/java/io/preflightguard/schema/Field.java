package io.preflightguard.schema;

import java.util.Objects;

/**
 * A named field of a struct or table. Immutable.
 *
 * @param declaration what a written schema says of it besides
 */
public record Field(String name, FieldType type, boolean nullable, Declaration declaration) {

    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(declaration, "declaration");
    }

    /** A field of a table or a DataFrame. */
    public Field(String name, FieldType type, boolean nullable) {
        this(name, type, nullable, Declaration.NONE);
    }
}
