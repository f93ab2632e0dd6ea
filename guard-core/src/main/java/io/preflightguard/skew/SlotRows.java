package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.statistics.FullestBin;
import java.util.Arrays;

/**
 * The share of all rows that each partition of a hash shuffle gets. All keys of one shuffle partition are one key here,
 * counted in every input partition that was read, with the intervals of {@link KeyProfile}. Keys too rare to be listed
 * are thrown at random.
 *
 * <p>Rows with a null key that are dropped before the shuffle were counted one by one, listed or not: of a key of several
 * columns, each {@code (a, NULL)} is a key of its own, and all may be too rare to be listed.
 */
final class SlotRows implements SlotLoads {

    /** How often the hashes of rare keys may be less even than is said. */
    private static final double HASH_ERROR = 1e-4;

    private final double rows;
    private final double confidence;
    private final ShareInterval interval;
    private final Tally[] slots;
    private final Tally empty;
    private final int largest;
    private final Estimate reaching;
    private final double rareNulls;
    private final double rare;
    private final double rareAtMost;
    private final boolean mixed;
    private final double highUnlessMixed;
    private final double unseenHigh;
    private final double spreadValue;
    private final double spreadHigh;

    SlotRows(KeyProfile profile, HashPlacement placement) {
        this(profile, placement, true);
    }

    private SlotRows(KeyProfile profile, HashPlacement placement, boolean dropsRareNulls) {
        KeySample sample = profile.sample();
        int partitions = placement.partitions();
        this.mixed = profile.mixed();
        this.confidence = profile.unseen().confidence();
        this.interval = new ShareInterval(sample, new SplitSpread(sample), confidence, mixed);
        this.rows = Math.max(1, sample.rows());
        this.empty = new Tally();
        Tally everywhere = new Tally();
        Tally listedNulls = new Tally();
        this.slots = slots(sample, placement, empty, everywhere, listedNulls);
        Tally nulls = placement.dropsNulls() ? Tally.ofNulls(sample) : empty;
        Tally dropped = dropsRareNulls ? nulls : listedNulls;
        this.rareNulls = Math.max(0, nulls.middle() - listedNulls.middle()) / rows;
        this.reaching =
                reaching(placement, sample.rows() == 0 ? Estimate.exact(0, Unit.SHARE) : interval.ofOne(dropped));
        this.spreadValue = everywhere.middle() / rows / partitions;
        this.spreadHigh = everywhere.middle() == 0 ? 0 : interval.highOfOne(everywhere, 0) / partitions;
        double listed = everywhere.middle() + dropped.middle();
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
        this.highUnlessMixed = mixed ? 1 : interval.highWhateverIsUnread(Math.min(1, most / rows + rareAtMost));
        double unseen = profile.unseen().high();
        this.unseenHigh = unseen == 0 ? 0 : Math.min(1, unseen + reaching.high() / partitions);
    }

    /**
     * With the dropped rows that are too rare to be listed left among the rare ones, as what is weighed has them: what
     * rare rows weigh is known of all of them together.
     */
    static SlotRows withRareNulls(KeyProfile profile, HashPlacement placement) {
        return new SlotRows(profile, placement, false);
    }

    private static Estimate reaching(HashPlacement placement, Estimate dropped) {
        return placement.dropsNulls()
                ? new Estimate(
                        1 - dropped.value(), 1 - dropped.high(), 1 - dropped.low(), dropped.confidence(), Unit.SHARE)
                : Estimate.exact(1, Unit.SHARE);
    }

    private static Tally[] slots(
            KeySample sample, HashPlacement placement, Tally empty, Tally everywhere, Tally listedNulls) {
        Tally[] slots = new Tally[placement.partitions()];
        Arrays.fill(slots, empty);
        for (int split = 0; split < sample.splits().size(); split++) {
            for (KeyCount key : sample.splits().get(split).frequent()) {
                if (placement.isDropped(key.key())) {
                    listedNulls.add(split, key);
                    continue;
                }
                if (placement.isSpread(key.hash())) {
                    everywhere.add(split, key);
                    continue;
                }
                int slot = placement.slot(key.hash());
                if (slots[slot] == empty) {
                    slots[slot] = new Tally();
                }
                slots[slot].add(split, key);
            }
        }
        return slots;
    }

    @Override
    public int largest() {
        return largest;
    }

    @Override
    public double value(int slot) {
        return Math.min(1, slots[slot].middle() / rows + rare / slots.length + spreadValue);
    }

    @Override
    public double low(int slot) {
        return slots[slot] == empty ? 0 : interval.lowOfEach(slots[slot]);
    }

    /** What is mixed has its variance; an unseen key may lie beside the mean of the others. */
    @Override
    public double high(int slot) {
        double high = mixed ? Math.max(unseenHigh, interval.highOfOne(slots[slot], rareAtMost)) : highUnlessMixed;
        return Math.min(1, high + spreadHigh);
    }

    @Override
    public Estimate reaching() {
        return reaching;
    }

    @Override
    public double low() {
        double low = Math.max(reaching.low() / slots.length, low(largest));
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot].atLeast() > low * rows) { // its lower end is not above that
                low = Math.max(low, low(slot));
            }
        }
        return low;
    }

    @Override
    public double high() {
        if (!mixed) {
            return high(largest);
        }
        double high = Math.max(unseenHigh, interval.highOfOne(empty, rareAtMost));
        for (Tally slot : slots) {
            if (slot != empty) {
                high = Math.max(high, interval.highOfOne(slot, rareAtMost));
            }
        }
        return Math.min(1, high + spreadHigh);
    }

    @Override
    public double confidence() {
        return confidence;
    }

    /** The share of the rows that are dropped and whose keys are too rare to be listed. */
    double rareNulls() {
        return rareNulls;
    }

    /** The share of the rows whose keys are too rare to be listed. */
    double rare() {
        return rare;
    }

    /** The most of them that one shuffle partition may get, as a share of all rows. */
    double rareAtMost() {
        return rareAtMost;
    }

    ShareInterval interval() {
        return interval;
    }
}
