package io.preflightguard.spark.sample;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one task measured of its rows.
 *
 * @param rows rows that were serialised
 * @param rawBytes their bytes as serialised
 * @param codec the codec in effect there
 * @param compressedBytes their bytes after each codec
 * @param freeDisk free bytes on the local disk there, or -1 if not known
 * @param nulls rows with a null, for each required field in the order they were asked for
 */
record Measured(
        long rows, long rawBytes, String codec, Map<String, Long> compressedBytes, long freeDisk, List<Long> nulls)
        implements Serializable {

    Measured {
        compressedBytes = new TreeMap<>(compressedBytes);
        nulls = List.copyOf(nulls);
    }
}
