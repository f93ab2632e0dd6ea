package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import org.jspecify.annotations.Nullable;

/**
 * How the rows fall into the partitions of a hash shuffle. Every frequent key goes to {@code floorMod(hash,
 * partitions)}, as Spark's HashPartitioning sends it, collisions included; what is left is spread evenly.
 *
 * @param partitions how many partitions there are
 * @param largestToMean rows of the largest partition, as a multiple of the mean
 * @param largestShare rows of the largest partition, as a share of all rows
 * @param heaviest the heaviest key of the largest partition, or null if no key is frequent
 */
public record PartitionLoad(
        int partitions,
        Estimate largestToMean,
        Estimate largestShare,
        @Nullable KeyShare heaviest) {

    /** Predicts the load of a shuffle by the profile's key. */
    public static PartitionLoad predict(KeyProfile profile, int partitions) {
        double[] value = new double[partitions];
        double[] low = new double[partitions];
        double[] high = new double[partitions];
        KeyShare[] heaviest = new KeyShare[partitions];
        double placed = 0;
        for (KeyShare key : profile.top()) {
            int slot = Math.floorMod(key.hash(), partitions);
            value[slot] += key.share().value();
            low[slot] += key.share().low();
            high[slot] += key.share().high();
            placed += key.share().value();
            if (heaviest[slot] == null) { // keys come most frequent first
                heaviest[slot] = key;
            }
        }
        double rest = Math.max(0, 1 - placed) / partitions;
        int largest = 0;
        double lowest = 0;
        double highest = 0;
        for (int slot = 0; slot < partitions; slot++) {
            if (value[slot] > value[largest]) {
                largest = slot;
            }
            lowest = Math.max(lowest, low[slot]);
            highest = Math.max(highest, high[slot]);
        }
        double share = Math.min(1, value[largest] + rest);
        Estimate largestShare = new Estimate(
                share,
                Math.min(share, Math.max(lowest, 1.0 / partitions)),
                Math.max(share, Math.min(1, highest + rest)),
                profile.unseen().confidence(),
                Unit.SHARE);
        return new PartitionLoad(
                partitions, largestShare.times(partitions, Unit.RATIO), largestShare, heaviest[largest]);
    }
}
