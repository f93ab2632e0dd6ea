package io.preflightguard;

import java.util.Objects;

/** A number a check came by, whether or not it broke a rule. */
public record Measurement(String name, Value value) {

    public Measurement {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
