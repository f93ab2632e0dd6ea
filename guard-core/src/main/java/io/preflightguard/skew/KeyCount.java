package io.preflightguard.skew;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How often a key was seen in one input partition.
 *
 * @param key the key's text, or null for a null key
 * @param hash the key's 32-bit hash as the engine's shuffle computes it
 * @param atLeast a lower bound of its rows
 * @param atMost an upper bound of its rows
 */
public record KeyCount(@Nullable String key, int hash, long atLeast, long atMost) implements Serializable {

    public KeyCount {
        if (atLeast < 0 || atMost < atLeast) {
            throw new IllegalArgumentException("A count's bounds are ordered: got " + atLeast + " to " + atMost);
        }
    }

    double middle() {
        return (atLeast + atMost) / 2.0;
    }

    /** Without the key's text, which logs must not show. */
    @Override
    public String toString() {
        return "KeyCount[hash=" + hash + ", atLeast=" + atLeast + ", atMost=" + atMost + "]";
    }
}
