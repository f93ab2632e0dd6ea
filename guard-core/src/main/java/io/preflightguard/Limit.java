package io.preflightguard;

import java.util.Objects;

/**
 * What an observation is held against.
 *
 * @param value the limit itself
 * @param source who sets it: a configuration key such as {@code spark.guard.skew.max-ratio}, or a plain name such as
 *     {@code table schema}
 */
public record Limit(Value value, String source) {

    public Limit {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(source, "source");
    }
}
