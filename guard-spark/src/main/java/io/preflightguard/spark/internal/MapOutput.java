package io.preflightguard.spark.internal;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one map task of a shuffle writes.
 *
 * @param rows its rows, after what is aggregated there
 * @param rawBytes what they weigh serialised, in bytes
 * @param compressedBytes what they weigh after each codec
 */
public record MapOutput(long rows, long rawBytes, Map<String, Long> compressedBytes) {

    public MapOutput {
        compressedBytes = Collections.unmodifiableMap(new TreeMap<>(compressedBytes));
    }
}
