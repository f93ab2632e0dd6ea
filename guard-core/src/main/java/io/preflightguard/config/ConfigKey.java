package io.preflightguard.config;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One knob: its name, what its text means, and what holds when it is not set.
 *
 * @param <T> the type of its value
 * @param name the full key, starting with {@code spark.guard.}
 * @param defaultText the text that holds when the key is not set, or null if the key has no default
 * @param documentation one line for the configuration page
 * @param parser turns text into a value; throws {@link IllegalArgumentException} saying what it expected
 */
record ConfigKey<T>(String name, @Nullable String defaultText, String documentation, Function<String, T> parser) {

    ConfigKey {
        Objects.requireNonNull(parser, "parser");
        if (!name.startsWith(GuardConfig.PREFIX)) {
            throw new IllegalArgumentException("A key starts with " + GuardConfig.PREFIX + ": got " + name);
        }
    }
}
