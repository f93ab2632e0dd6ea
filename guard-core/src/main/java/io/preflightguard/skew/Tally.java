package io.preflightguard.skew;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of one key, or of all keys of one shuffle partition, counted in every input partition that was read. Only
 * partitions that have some take room: where rows are sorted, that is one for each of very many keys. Partitions are
 * added in ascending order.
 */
final class Tally {

    private int[] splits = new int[1];
    private double[] counts = new double[1];
    private int size;
    private double middle;
    private double atLeast;
    private double atMost;

    /** One tally for each key that is listed in any partition. */
    static Collection<Keyed> ofKeys(KeySample sample) {
        long unlisted = sample.unlistedAtMost();
        Map<Object, Keyed> tallies = new HashMap<>();
        for (int i = 0; i < sample.splits().size(); i++) {
            SplitCounts split = sample.splits().get(i);
            for (KeyCount count : split.frequent()) {
                Keyed keyed = tallies.computeIfAbsent(identity(count), unused -> {
                    Keyed fresh = new Keyed(count, new Tally());
                    fresh.tally.atMost = unlisted;
                    return fresh;
                });
                if (!keyed.tally.endsWith(i)) {
                    keyed.tally.atMost -= split.unlistedAtMost();
                }
                keyed.tally.add(i, count);
            }
        }
        return tallies.values();
    }

    /** All rows with a null key, listed or not: they were counted one by one. */
    static Tally ofNulls(KeySample sample) {
        Tally nulls = new Tally();
        for (int i = 0; i < sample.splits().size(); i++) {
            long count = sample.splits().get(i).nulls();
            nulls.add(i, new KeyCount(null, 0, count, count));
        }
        return nulls;
    }

    /** Null and the word "null" are two keys; keys with a null part share no text but shuffle apart. */
    private static Object identity(KeyCount count) {
        return count.key() == null ? (Object) count.hash() : count.key();
    }

    private boolean endsWith(int split) {
        return size > 0 && splits[size - 1] == split;
    }

    void add(int split, KeyCount count) {
        if (!endsWith(split)) {
            if (size == splits.length) {
                splits = Arrays.copyOf(splits, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            splits[size++] = split;
        }
        counts[size - 1] += count.middle();
        middle += count.middle();
        atLeast += count.atLeast();
        atMost += count.atMost();
    }

    /** How many input partitions have rows of it. */
    int size() {
        return size;
    }

    /** The index of the {@code i}-th input partition that has rows of it. */
    int split(int i) {
        return splits[i];
    }

    /** Rows in the {@code i}-th input partition that has any. */
    double count(int i) {
        return counts[i];
    }

    /** The rows among those read; between {@link #atLeast()} and {@link #atMost()}. */
    double middle() {
        return middle;
    }

    double atLeast() {
        return atLeast;
    }

    double atMost() {
        return Math.max(atMost, middle);
    }

    /** A key with its tally. */
    record Keyed(KeyCount key, Tally tally) {}
}
