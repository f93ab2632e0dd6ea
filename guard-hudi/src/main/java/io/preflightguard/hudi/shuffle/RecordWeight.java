package io.preflightguard.hudi.shuffle;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What one record weighs in a shuffle, key included.
 *
 * @param name the shuffle
 * @param rawBytes bytes per record as serialised
 * @param compressedBytes bytes per record after each codec
 */
public record RecordWeight(String name, double rawBytes, Map<String, Double> compressedBytes) {

    public RecordWeight {
        compressedBytes = Collections.unmodifiableMap(new TreeMap<>(compressedBytes));
    }

    /** Bytes per record after a codec that was tried. */
    public double after(String codec) {
        return Objects.requireNonNull(compressedBytes.get(codec), codec);
    }
}
