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
 */
public record KeySample(KeyRole role, String column, List<SplitCounts> splits, int splitsInAll, boolean truncated) {

    public KeySample {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(column, "column");
        splits = List.copyOf(splits);
        if (splits.size() > splitsInAll) {
            throw new IllegalArgumentException(
                    "A sample has no more partitions than the input: got " + splits.size() + " of " + splitsInAll);
        }
    }

    /** Rows that were read. */
    public long rows() {
        return splits.stream().mapToLong(SplitCounts::rows).sum();
    }

    /** Rows with a null key that were read. */
    public long nulls() {
        return splits.stream().mapToLong(SplitCounts::nulls).sum();
    }

    /** Whether every row of the input was read. */
    public boolean isComplete() {
        return splits.size() == splitsInAll && !truncated;
    }
}
