package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
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
        return predict(profile, partitions, Set.of());
    }

    /**
     * Predicts the rows of a shuffle by the profile's key, where the rows of some keys go to all partitions alike.
     *
     * @param spread the hashes of those keys
     */
    public static PartitionLoad predict(KeyProfile profile, int partitions, Set<Integer> spread) {
        SlotLoads loads = new SlotLoads(profile, partitions, spread);
        int largest = loads.largest();
        return of(
                profile,
                partitions,
                largest,
                loads.value(largest),
                loads.low(),
                loads.high(),
                profile.unseen().confidence(),
                spread);
    }

    /**
     * Predicts the bytes of a shuffle by the profile's key. Keys that were not weighed are taken to weigh what rare ones
     * do, and keys that were not seen at most what any key does. Without any weighed row, bytes are taken to follow
     * rows.
     */
    public static PartitionLoad byBytes(KeyProfile profile, int partitions) {
        ByteWeights weights = ByteWeights.of(profile.sample(), profile.confidence());
        if (weights == null) {
            return predict(profile, partitions);
        }
        double[] value = new double[partitions];
        double[] excess = new double[partitions];
        double placed = 0;
        double low = 1.0 / partitions;
        for (KeyShare key : profile.top()) {
            int slot = Math.floorMod(key.hash(), partitions);
            Estimate weight = weights.of(key.hash());
            Estimate bytes = ByteWeights.bytes(key.share(), weight == null ? weights.rest() : weight);
            value[slot] += bytes.value();
            placed += bytes.value();
            low = Math.max(low, bytes.low());
            excess[slot] += weight == null
                    ? 0
                    : key.share().high()
                            * Math.max(0, weight.high() - weights.rest().high());
        }
        SlotLoads rows = new SlotLoads(profile, partitions, Set.of());
        double high = profile.mixed() ? 0 : rows.high() * weights.heaviest();
        int largest = 0;
        for (int slot = 0; slot < partitions; slot++) {
            largest = value[slot] > value[largest] ? slot : largest;
            if (profile.mixed()) {
                high = Math.max(high, rows.high(slot) * weights.rest().high() + excess[slot]);
            }
        }
        double rest = Math.max(0, 1 - placed) / partitions;
        // What may be wrong: the rows, and the weights.
        double confidence = Math.max(Double.MIN_NORMAL, profile.unseen().confidence() + profile.confidence() - 1);
        return of(profile, partitions, largest, value[largest] + rest, low, high, confidence, Set.of());
    }

    private static PartitionLoad of(
            KeyProfile profile,
            int partitions,
            int slot,
            double share,
            double low,
            double high,
            double confidence,
            Set<Integer> spread) {
        double value = Math.min(1, share);
        Estimate largestShare =
                new Estimate(value, Math.min(value, low), Math.max(value, Math.min(1, high)), confidence, Unit.SHARE);
        KeyShare heaviest = profile.top().stream() // most frequent first
                .filter(key -> Math.floorMod(key.hash(), partitions) == slot && !spread.contains(key.hash()))
                .findFirst()
                .orElse(null);
        return new PartitionLoad(partitions, largestShare.times(partitions, Unit.RATIO), largestShare, heaviest);
    }
}
