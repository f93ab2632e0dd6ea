package io.preflightguard.skew;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Key profiles of inputs that were counted to the last row. */
final class Profiles {

    private Profiles() {}

    /** A profile of keys with these rows; a key's hash is its name's. */
    static KeyProfile exact(Map<String, Long> rows) {
        return exact(new TreeMap<>(rows)
                .entrySet().stream()
                        .map(key -> new KeyCount(key.getKey(), key.getKey().hashCode(), key.getValue(), key.getValue()))
                        .toList());
    }

    /** A profile of these keys and no others. */
    static KeyProfile exact(List<KeyCount> keys) {
        long all = keys.stream().mapToLong(KeyCount::atLeast).sum();
        long nulls = keys.stream()
                .filter(key -> key.key() == null)
                .mapToLong(KeyCount::atLeast)
                .sum();
        SplitCounts counts = new SplitCounts(all, nulls, keys, 0);
        return KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "tenant", List.of(counts), 1, false), 0.95);
    }
}
