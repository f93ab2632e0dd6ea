package io.preflightguard.schema;

import java.util.Objects;

/** A named field of a struct or table. */
public record Field(String name, FieldType type, boolean nullable) {

    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
