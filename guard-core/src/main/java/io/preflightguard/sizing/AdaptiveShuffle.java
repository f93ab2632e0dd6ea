package io.preflightguard.sizing;

/**
 * What adaptive execution makes of a shuffle whose partitions it may merge, by {@code CoalesceShufflePartitions} of Spark
 * 3.2 to 4.1. It merges neighbours up to a target of <em>compressed</em> bytes, so rows that compress well make tasks
 * many times the target.
 *
 * @param enabled {@code spark.sql.adaptive.enabled} and {@code spark.sql.adaptive.coalescePartitions.enabled}
 * @param advisoryBytes {@code spark.sql.adaptive.advisoryPartitionSizeInBytes}
 * @param minPartitionBytes {@code spark.sql.adaptive.coalescePartitions.minPartitionSize}
 * @param fewestPartitions {@code spark.sql.adaptive.coalescePartitions.minPartitionNum}; if that is not set, the
 *     default parallelism under {@code parallelismFirst}, else 1
 */
public record AdaptiveShuffle(boolean enabled, long advisoryBytes, long minPartitionBytes, int fewestPartitions) {

    public AdaptiveShuffle {
        if (advisoryBytes < 1 || minPartitionBytes < 0 || fewestPartitions < 1) {
            throw new IllegalArgumentException("Adaptive execution has a target: got " + advisoryBytes
                    + " advisory bytes, " + minPartitionBytes + " bytes at least, " + fewestPartitions + " partitions");
        }
    }

    /** Partitions are left as they are. */
    public static AdaptiveShuffle off() {
        return new AdaptiveShuffle(false, 64L << 20, 1L << 20, 1);
    }

    /** As if rows compressed better, as those of some range may: merged tasks hold so many times the rows. */
    AdaptiveShuffle ofHeavierRows() {
        return new AdaptiveShuffle(
                enabled,
                (long) (TaskSizes.CONCEIVABLY_HEAVIER * advisoryBytes),
                (long) (TaskSizes.CONCEIVABLY_HEAVIER * minPartitionBytes),
                (int) Math.max(1, fewestPartitions / TaskSizes.CONCEIVABLY_HEAVIER));
    }

    /** With another target. */
    AdaptiveShuffle withAdvisory(long bytes) {
        return new AdaptiveShuffle(enabled, bytes, minPartitionBytes, fewestPartitions);
    }

    /** Compressed bytes that a merged partition is to have: {@code max(min(total / fewest, advisory), smallest)}. */
    public long targetBytes(double shuffleBytes) {
        double parallel = Math.ceil(shuffleBytes / fewestPartitions);
        return (long) Math.max(Math.min(parallel, advisoryBytes), minPartitionBytes);
    }

    /**
     * How many tasks read a shuffle of even partitions: each takes as many neighbours as fit the target, at least one.
     *
     * @param shuffleBytes compressed bytes of the whole shuffle
     */
    public int tasks(double shuffleBytes, int partitions) {
        if (!enabled || shuffleBytes <= 0) {
            return enabled ? 1 : partitions;
        }
        double perPartition = shuffleBytes / partitions;
        double merged = Math.max(1, Math.floor(targetBytes(shuffleBytes) / perPartition));
        return (int) Math.ceil(partitions / merged);
    }
}
