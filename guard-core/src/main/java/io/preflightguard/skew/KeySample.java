package io.preflightguard.skew;

import java.util.List;
import java.util.Objects;

/**
 * Evidence of how one key is spread: counts from some of the input's partitions, drawn at random without replacement.
 *
 * @param role what the key is to the write
 * @param column the column's name, or several comma-separated
 * @param splits the partitions that were read
 * @param splitsInAll how many partitions the input has
 * @param truncated whether any partition was too long to read to its end
 * @param weighed what the rows of some of these partitions weigh; empty if none were weighed
 */
public record KeySample(
        KeyRole role,
        String column,
        List<SplitCounts> splits,
        int splitsInAll,
        boolean truncated,
        List<SplitBytes> weighed) {

    public KeySample {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(column, "column");
        splits = List.copyOf(splits);
        weighed = List.copyOf(weighed);
        if (splits.size() > splitsInAll) {
            throw new IllegalArgumentException(
                    "A sample has no more partitions than the input: got " + splits.size() + " of " + splitsInAll);
        }
    }

    /** A sample whose rows were counted and not weighed. */
    public KeySample(KeyRole role, String column, List<SplitCounts> splits, int splitsInAll, boolean truncated) {
        this(role, column, splits, splitsInAll, truncated, List.of());
    }

    /** Rows that were read. */
    public long rows() {
        return splits.stream().mapToLong(SplitCounts::rows).sum();
    }

    /** Rows with a null key that were read. */
    public long nulls() {
        return splits.stream().mapToLong(SplitCounts::nulls).sum();
    }

    /** No key that is listed nowhere has more rows than this among those read. */
    long unlistedAtMost() {
        return splits.stream().mapToLong(SplitCounts::unlistedAtMost).sum();
    }

    /** Whether every row of the input was read. */
    public boolean isComplete() {
        return splits.size() == splitsInAll && !truncated;
    }
}
