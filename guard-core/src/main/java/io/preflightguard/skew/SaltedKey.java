package io.preflightguard.skew;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hot key of a join, and into how many buckets its rows are cut on each side. A bucket of one side meets every bucket of
 * the other, so each row is copied as often as the other side has buckets.
 *
 * @param hash the key's 32-bit hash as the engine's shuffle computes it
 * @param key the key's text, or null for a null key; a report decides whether it may be shown
 * @param leftRows the key's left rows
 * @param rightRows the key's right rows
 * @param leftBuckets how many buckets the left rows are cut into, at least 1
 * @param rightBuckets how many buckets the right rows are cut into, at least 1
 * @param rightReduced whether the right rows become one, as only their existence matters
 * @param slots the shuffle partition where left bucket {@code i} meets right bucket {@code j}, at {@code i * rightBuckets
 *     + j}
 */
public record SaltedKey(
        int hash,
        @Nullable String key,
        double leftRows,
        double rightRows,
        int leftBuckets,
        int rightBuckets,
        boolean rightReduced,
        List<Integer> slots) {

    public SaltedKey {
        slots = List.copyOf(slots);
        if (leftBuckets < 1 || rightBuckets < 1 || slots.size() != leftBuckets * rightBuckets) {
            throw new IllegalArgumentException("A key has at least one bucket a side and a slot for each pair: got "
                    + leftBuckets + " and " + rightBuckets + " buckets, " + slots.size() + " slots");
        }
    }

    /** Rows that the join reads in addition because the key was cut. */
    public double copies() {
        return leftRows * (rightBuckets - 1) + (rightReduced ? 1 : rightRows) * (leftBuckets - 1);
    }

    /** Without the key's text, which logs must not show. */
    @Override
    public String toString() {
        return "SaltedKey[hash=" + hash + ", leftRows=" + leftRows + ", rightRows=" + rightRows + ", leftBuckets="
                + leftBuckets + ", rightBuckets=" + rightBuckets + ", rightReduced=" + rightReduced + ", slots=" + slots
                + "]";
    }
}
