package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What share of the rows, or of their bytes, falls on each partition of a hash shuffle: every frequent key where its hash
 * sends it, the rest spread evenly.
 */
final class SlotShares {

    final double[] value;
    final double[] low;
    final double[] high;
    private final @Nullable KeyShare[] heaviest;
    private final double confidence;

    private SlotShares(int partitions, double confidence) {
        this.value = new double[partitions];
        this.low = new double[partitions];
        this.high = new double[partitions];
        this.heaviest = new KeyShare[partitions];
        this.confidence = confidence;
    }

    /**
     * @param weight a key's share: of rows, or of bytes
     * @param reaches which keys the shuffle carries at all
     */
    static SlotShares of(
            KeyProfile profile, int partitions, Function<KeyShare, Estimate> weight, Predicate<KeyShare> reaches) {
        SlotShares slots = new SlotShares(partitions, profile.unseen().confidence());
        double placed = 0;
        for (KeyShare key : profile.top()) {
            Estimate share = weight.apply(key);
            placed += share.value();
            if (reaches.test(key)) {
                int slot = Math.floorMod(key.hash(), partitions);
                slots.value[slot] += share.value();
                slots.low[slot] += share.low();
                slots.high[slot] += share.high();
                KeyShare heaviest = slots.heaviest[slot];
                if (heaviest == null || weight.apply(heaviest).value() < share.value()) {
                    slots.heaviest[slot] = key;
                }
            }
        }
        double rest = Math.max(0, 1 - placed) / partitions;
        for (int slot = 0; slot < partitions; slot++) {
            slots.value[slot] += rest;
            slots.high[slot] += rest;
        }
        return slots;
    }

    static SlotShares ofBytes(KeyProfile profile, int partitions) {
        return of(profile, partitions, SlotShares::bytes, key -> true);
    }

    /** A key's share of the bytes: as weighed, else as if its rows weighed what others do. */
    static Estimate bytes(KeyShare key) {
        Estimate weighed = key.byteShare();
        return weighed == null ? key.share() : weighed;
    }

    /** The share of the largest partition. */
    Estimate largest() {
        double share = Math.min(1, value[largestSlot()]);
        double lowest = Math.max(Arrays.stream(low).max().orElse(0), 1.0 / value.length);
        double highest = Math.min(1, Arrays.stream(high).max().orElse(1));
        return new Estimate(share, Math.min(share, lowest), Math.max(share, highest), confidence, Unit.SHARE);
    }

    int largestSlot() {
        int largest = 0;
        for (int slot = 1; slot < value.length; slot++) {
            largest = value[slot] > value[largest] ? slot : largest;
        }
        return largest;
    }

    /** The heaviest key of a partition, or null if no frequent one falls there. */
    @Nullable
    KeyShare heaviest(int slot) {
        return heaviest[slot];
    }
}
