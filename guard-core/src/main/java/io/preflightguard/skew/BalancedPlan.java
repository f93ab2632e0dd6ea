package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where each key's rows go so that partitions carry alike. A key above the mean is cut into as many equal buckets as it has
 * means; buckets and keys are placed largest first on the least loaded partition, as {@link SlotPlan} does. Keys are
 * known by their hash, so that NULL is a key like any other; a key that was not seen goes where its hash falls.
 * Immutable.
 *
 * @param slots for each key that was seen, by its hash, the partitions its rows go to; more than one for a hot key
 * @param partitions how many partitions there are, at least 1
 * @param largestToMean rows of the largest partition, as a multiple of the mean
 */
public record BalancedPlan(Map<Integer, List<Integer>> slots, int partitions, Estimate largestToMean) {

    public BalancedPlan {
        Objects.requireNonNull(largestToMean, "largestToMean");
        Map<Integer, List<Integer>> sorted = new TreeMap<>();
        slots.forEach((hash, placed) -> sorted.put(hash, List.copyOf(placed)));
        slots = Collections.unmodifiableMap(sorted);
        if (partitions < 1) {
            throw new IllegalArgumentException("A plan has at least one partition: got " + partitions);
        }
    }

    /** Plans {@code partitions} partitions. */
    public static BalancedPlan of(KeyProfile profile, int partitions) {
        Map<Integer, Piece> keys = new LinkedHashMap<>();
        double seen = 0;
        for (KeyShare key : profile.top()) {
            keys.merge(key.hash(), Piece.of(key), Piece::plus);
            seen += key.share().value();
        }
        List<Piece> pieces = new ArrayList<>();
        for (Piece key : keys.values()) {
            int buckets = (int) Math.max(1, Math.min(partitions, Math.ceil(key.value * partitions)));
            pieces.addAll(Collections.nCopies(buckets, key.part(buckets)));
        }
        pieces.sort(Comparator.comparingDouble(Piece::value).reversed().thenComparing(Piece::hash));
        double[] value = new double[partitions];
        double[] low = new double[partitions];
        double[] high = new double[partitions];
        Map<Integer, TreeSet<Integer>> placed = new HashMap<>();
        for (Piece piece : pieces) {
            TreeSet<Integer> taken = placed.computeIfAbsent(piece.hash, unused -> new TreeSet<>());
            int slot = leastLoaded(value, taken);
            taken.add(slot);
            value[slot] += piece.value;
            low[slot] += piece.low;
            high[slot] += piece.high;
        }
        double rest = Math.max(0, 1 - seen) / partitions;
        Map<Integer, List<Integer>> slots = new HashMap<>();
        placed.forEach((hash, taken) -> slots.put(hash, List.copyOf(taken)));
        double confidence = profile.top().stream()
                .mapToDouble(key -> key.share().confidence())
                .min()
                .orElse(1);
        Estimate largest = new Estimate(
                max(value) + rest,
                Math.min(max(value), max(low)) + rest,
                Math.max(max(value), max(high)) + rest,
                confidence,
                Unit.SHARE);
        return new BalancedPlan(slots, partitions, largest.times(partitions, Unit.RATIO));
    }

    /** How many keys are cut. */
    public int cutKeys() {
        return (int) slots.values().stream().filter(placed -> placed.size() > 1).count();
    }

    private static int leastLoaded(double[] load, TreeSet<Integer> taken) {
        int best = -1;
        for (int slot = 0; slot < load.length; slot++) {
            if (!taken.contains(slot) && (best < 0 || load[slot] < load[best])) {
                best = slot;
            }
        }
        return best;
    }

    private static double max(double[] loads) {
        double largest = 0;
        for (double load : loads) {
            largest = Math.max(largest, load);
        }
        return largest;
    }

    /** A key, or a bucket of one, and its share of the rows. */
    private record Piece(int hash, double value, double low, double high) {

        static Piece of(KeyShare key) {
            return new Piece(
                    key.hash(),
                    key.share().value(),
                    key.share().low(),
                    key.share().high());
        }

        Piece plus(Piece other) {
            return new Piece(hash, value + other.value, low + other.low, high + other.high);
        }

        Piece part(int buckets) {
            return new Piece(hash, value / buckets, low / buckets, high / buckets);
        }
    }
}
