package io.preflightguard.skew;

import io.preflightguard.Remedy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places keys on shuffle partitions so that each carries about the mean of the bytes. A key above the mean is cut into as many equal
 * buckets as it has means; buckets and keys are placed largest first on the least loaded partition (Graham's longest
 * processing time rule, SIAM J. Appl. Math. 17, 1969: at most 4/3 of the best possible). Pure and deterministic.
 */
final class SlotPlan {

    private SlotPlan() {}

    static Remedy.SpreadKeys spread(KeyProfile profile, int partitions) {
        List<Piece> pieces = new ArrayList<>();
        for (KeyShare key : profile.top()) {
            if (key.key() != null) {
                double share = SlotShares.bytes(key).value();
                int buckets = Math.max(1, Math.min(partitions, (int) Math.ceil(share * partitions)));
                for (int i = 0; i < buckets; i++) {
                    pieces.add(new Piece(key.key(), share / buckets));
                }
            }
        }
        pieces.sort(Comparator.comparingDouble(Piece::share).reversed().thenComparing(Piece::key));
        double[] load = new double[partitions];
        Map<String, Set<Integer>> slots = new HashMap<>();
        for (Piece piece : pieces) {
            Set<Integer> taken = slots.computeIfAbsent(piece.key(), unused -> new HashSet<>());
            int slot = leastLoaded(load, taken);
            load[slot] += piece.share();
            taken.add(slot);
        }
        Map<String, List<Integer>> placed = new HashMap<>();
        slots.forEach((key, taken) -> placed.put(key, taken.stream().sorted().toList()));
        return new Remedy.SpreadKeys(profile.sample().column(), placed, partitions);
    }

    private static int leastLoaded(double[] load, Set<Integer> taken) {
        int best = -1;
        for (int slot = 0; slot < load.length; slot++) {
            if (!taken.contains(slot) && (best < 0 || load[slot] < load[best])) {
                best = slot;
            }
        }
        return best;
    }

    private record Piece(String key, double share) {}
}
