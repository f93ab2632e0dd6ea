package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a row weighs in a shuffle, measured on rows that were really serialised and compressed.
 *
 * @param raw bytes per row as serialised, before compression
 * @param codec the codec in effect, such as {@code lz4}
 * @param compressed bytes per row after each codec that was tried, {@code codec} among them
 */
public record RowBytes(Estimate raw, String codec, Map<String, Estimate> compressed) {

    public RowBytes {
        Objects.requireNonNull(raw, "raw");
        compressed = Collections.unmodifiableMap(new TreeMap<>(compressed));
        if (!compressed.containsKey(codec)) {
            throw new IllegalArgumentException("The codec in effect, " + codec + ", was not tried: " + compressed);
        }
    }

    /** Bytes per row after the codec in effect. */
    public Estimate effective() {
        return after(codec);
    }

    /** Bytes per row after {@code name}, which must have been tried. */
    Estimate after(String name) {
        return Objects.requireNonNull(compressed.get(name), name);
    }
}
