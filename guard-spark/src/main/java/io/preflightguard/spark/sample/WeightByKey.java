package io.preflightguard.spark.sample;

import io.preflightguard.skew.KeyBytes;
import io.preflightguard.skew.SplitBytes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up what the rows of each value of one key weigh. Not thread-safe. */
final class WeightByKey {

    /** Keys with less than this part of the rows and of the bytes are left out. */
    private static final double SMALLEST_SHARE = 1e-3;

    private static final int MOST_KEYS = 1_000;

    private final Map<Integer, long[]> rowsAndBytes = new HashMap<>();
    private long rows;
    private long bytes;

    /** A row whose key could not be computed. */
    void add(long rowBytes) {
        rows++;
        bytes += rowBytes;
    }

    void add(int hash, long rowBytes) {
        add(rowBytes);
        long[] sums = rowsAndBytes.computeIfAbsent(hash, unused -> new long[2]);
        sums[0]++;
        sums[1] += rowBytes;
    }

    SplitBytes sums() {
        List<KeyBytes> keys = rowsAndBytes.entrySet().stream()
                .map(key -> new KeyBytes(key.getKey(), key.getValue()[0], key.getValue()[1]))
                .filter(key -> share(key) >= SMALLEST_SHARE)
                .sorted(Comparator.comparingDouble(this::share).reversed().thenComparing(KeyBytes::hash))
                .limit(MOST_KEYS)
                .toList();
        return new SplitBytes(rows, bytes, keys);
    }

    /** A few rows may weigh as much as all others. */
    private double share(KeyBytes key) {
        double ofBytes = bytes == 0 ? 0 : (double) key.bytes() / bytes;
        return Math.max((double) key.rows() / rows, ofBytes);
    }
}
