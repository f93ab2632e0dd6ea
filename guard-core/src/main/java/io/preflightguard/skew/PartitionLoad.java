package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the rows, or their bytes, fall into the partitions of a hash shuffle. Every key that was listed goes to {@code
 * floorMod(hash, partitions)}, as Spark's HashPartitioning sends it, collisions included. Keys too rare to be listed
 * fall at random, and may pile up. The upper ends also hold for keys that were not seen at all. Immutable.
 *
 * @param partitions how many partitions there are
 * @param largestToMean load of the largest partition, as a multiple of the mean
 * @param largestShare load of the largest partition, as a share of the whole
 * @param heaviest the heaviest key of the largest partition, or null if no key is frequent
 */
public record PartitionLoad(
        int partitions,
        Estimate largestToMean,
        Estimate largestShare,
        @Nullable KeyShare heaviest) {

    /** Predicts the rows of a shuffle by the profile's key. */
    public static PartitionLoad predict(KeyProfile profile, int partitions) {
        return of(Measure.ROWS, profile, new HashPlacement(partitions));
    }

    /**
     * Predicts the rows of a shuffle by the profile's key, where the rows of some keys go to all partitions alike.
     *
     * @param spread the hashes of those keys
     */
    public static PartitionLoad predict(KeyProfile profile, int partitions, Set<Integer> spread) {
        return of(Measure.ROWS, profile, new HashPlacement(partitions, spread, false));
    }

    /**
     * Predicts the bytes of a shuffle by the profile's key. Keys that were not weighed are taken to weigh what rare ones
     * do, and keys that were not seen at most what any key does. Without any weighed row, bytes are taken to follow
     * rows.
     */
    public static PartitionLoad byBytes(KeyProfile profile, int partitions) {
        return of(Measure.BYTES, profile, new HashPlacement(partitions));
    }

    private static PartitionLoad of(Measure measure, KeyProfile profile, HashPlacement placement) {
        SlotLoads loads = measure.loads(profile, placement);
        int slot = loads.largest();
        double value = loads.value(slot);
        Estimate share = new Estimate(
                value, Math.min(value, loads.low()), Math.max(value, loads.high()), loads.confidence(), Unit.SHARE);
        return new PartitionLoad(
                placement.partitions(),
                share.times(placement.partitions(), Unit.RATIO),
                share,
                heaviest(measure, profile, placement, slot));
    }

    /** The heaviest key of one partition, or null if no frequent one falls there. */
    static @Nullable KeyShare heaviest(Measure measure, KeyProfile profile, HashPlacement placement, int slot) {
        return profile.top().stream()
                .filter(key -> placement.slot(key.hash()) == slot
                        && !placement.isSpread(key.hash())
                        && !placement.isDropped(key.key()))
                .max(Comparator.comparingDouble(key -> measure.share(key).value()))
                .orElse(null);
    }
}
