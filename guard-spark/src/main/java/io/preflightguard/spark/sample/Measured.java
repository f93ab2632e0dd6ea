package io.preflightguard.spark.sample;

import io.preflightguard.skew.SplitBytes;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one task measured of its rows.
 *
 * @param rows rows that went by
 * @param truncated whether more were left
 * @param rawBytes what these rows weigh as a shuffle serialises them
 * @param codec the codec in effect there
 * @param compressedBytes what they weigh after each codec, scaled up from those that were compressed
 * @param freeDisk free bytes on the local disk there, or -1 if not known
 * @param nulls rows with a null, for each required field in the order they were asked for
 * @param keys what the rows of each key weigh, in the order of the keys
 * @param drawn some of the rows, as the bytes of UnsafeRows
 */
record Measured(
        long rows,
        boolean truncated,
        long rawBytes,
        String codec,
        Map<String, Long> compressedBytes,
        long freeDisk,
        List<Long> nulls,
        List<SplitBytes> keys,
        List<byte[]> drawn)
        implements Serializable {

    Measured {
        compressedBytes = new TreeMap<>(compressedBytes);
        nulls = List.copyOf(nulls);
        keys = List.copyOf(keys);
        drawn = List.copyOf(drawn);
    }
}
