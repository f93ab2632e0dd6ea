package io.preflightguard;

import java.util.Objects;

/** A {@link Value} in words, such as a column's type. */
public record Described(String text) implements Value {

    public Described {
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String render() {
        return text;
    }
}
