package io.preflightguard.skew;

import io.preflightguard.statistics.FullestBin;
import java.util.Arrays;
import java.util.Set;

/**
 * The share of all rows that each partition of a hash shuffle gets. All keys of one shuffle partition are one key here,
 * counted in every input partition that was read, with the intervals of {@link KeyProfile}: keys that were not seen are
 * so within the upper end. Keys too rare to be listed are thrown at random.
 */
final class SlotLoads {

    /** How often the hashes of rare keys may be less even than is said. */
    private static final double HASH_ERROR = 1e-4;

    private final double rows;
    private final ShareInterval interval;
    private final Tally[] slots;
    private final Tally empty;
    private final int largest;
    private final double rare;
    private final double rareAtMost;
    private final boolean mixed;
    private final double highUnlessMixed;
    private final double spreadValue;
    private final double spreadHigh;

    /** @param spread hashes of keys whose rows go to all shuffle partitions alike */
    SlotLoads(KeyProfile profile, int partitions, Set<Integer> spread) {
        KeySample sample = profile.sample();
        this.mixed = profile.mixed();
        this.interval = new ShareInterval(
                sample, new SplitSpread(sample), profile.unseen().confidence(), mixed);
        this.empty = new Tally();
        Tally everywhere = new Tally();
        this.slots = slots(sample, partitions, empty, spread, everywhere);
        this.rows = Math.max(1, sample.rows());
        double listed = everywhere.middle();
        this.spreadValue = everywhere.middle() / rows / partitions;
        this.spreadHigh = everywhere.middle() == 0 ? 0 : interval.highOfOne(everywhere, 0) / partitions;
        double most = 0;
        double fullest = 0;
        int index = 0;
        for (int slot = 0; slot < partitions; slot++) {
            double middle = slots[slot].middle();
            listed += middle;
            most = Math.max(most, slots[slot].atMost());
            if (middle > fullest) {
                fullest = middle;
                index = slot;
            }
        }
        this.largest = index;
        this.rare = Math.max(0, 1 - listed / rows);
        this.rareAtMost = FullestBin.load(rare, Math.min(rare, sample.unlistedAtMost() / rows), partitions, HASH_ERROR);
        this.highUnlessMixed = mixed ? 1 : interval.highWhateverIsUnread(most / rows + rareAtMost);
    }

    private static Tally[] slots(KeySample sample, int partitions, Tally empty, Set<Integer> spread, Tally everywhere) {
        Tally[] slots = new Tally[partitions];
        Arrays.fill(slots, empty);
        for (int split = 0; split < sample.splits().size(); split++) {
            for (KeyCount key : sample.splits().get(split).frequent()) {
                if (!spread.isEmpty() && spread.contains(key.hash())) {
                    everywhere.add(split, key);
                    continue;
                }
                int slot = Math.floorMod(key.hash(), partitions);
                if (slots[slot] == empty) {
                    slots[slot] = new Tally();
                }
                slots[slot].add(split, key);
            }
        }
        return slots;
    }

    /** The shuffle partition with most rows of listed keys. */
    int largest() {
        return largest;
    }

    double value(int slot) {
        return Math.min(1, slots[slot].middle() / rows + rare / slots.length + spreadValue);
    }

    /** The upper end of one shuffle partition's share, not corrected for their number: one is the largest anyhow. */
    double high(int slot) {
        return (mixed ? interval.highOfOne(slots[slot], rareAtMost) : highUnlessMixed) + spreadHigh;
    }

    /** The upper end of the largest one's share. */
    double high() {
        if (!mixed) {
            return highUnlessMixed + spreadHigh;
        }
        double high = interval.highOfOne(empty, rareAtMost);
        for (Tally slot : slots) {
            if (slot != empty) {
                high = Math.max(high, interval.highOfOne(slot, rareAtMost));
            }
        }
        return high + spreadHigh;
    }

    /** The lower end of the largest one's share. */
    double low() {
        double low = Math.max(1.0 / slots.length, interval.lowOfEach(slots[largest]));
        for (Tally slot : slots) {
            if (slot.atLeast() > low * rows) { // its lower end is not above that
                low = Math.max(low, interval.lowOfEach(slot));
            }
        }
        return low;
    }
}
