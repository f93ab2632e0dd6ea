package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Arrays;

/**
 * The share of all bytes that each partition of a hash shuffle gets: its rows, times what they weigh. Keys that were not
 * weighed are taken to weigh what rare ones do, and keys that were not seen at most what any key does.
 */
final class SlotBytes implements SlotLoads {

    private final SlotRows rows;
    private final double[] value;
    private final double[] low;
    private final double[] excess;
    private final int largest;
    private final boolean mixed;
    private final double rest;
    private final double heaviest;
    private final double unseenHigh;
    private final Estimate reaching;
    private final double confidence;

    SlotBytes(KeyProfile profile, HashPlacement placement, SlotRows rows, ByteWeights weights) {
        int partitions = placement.partitions();
        this.rows = rows;
        this.value = new double[partitions];
        this.low = new double[partitions];
        this.excess = new double[partitions];
        this.mixed = profile.mixed();
        this.rest = weights.rest().high();
        this.heaviest = weights.heaviest();
        double placed = 0;
        double everywhere = 0;
        double everywhereExcess = 0;
        double dropped = 0;
        double droppedLow = 0;
        double droppedHigh = 0;
        for (KeyShare key : profile.top()) {
            Estimate weight = weights.of(key.hash());
            Estimate bytes = ByteWeights.bytes(key.share(), weight == null ? weights.rest() : weight);
            double more = weight == null ? 0 : key.share().high() * Math.max(0, weight.high() - rest);
            placed += bytes.value();
            if (placement.isDropped(key.key())) {
                dropped += bytes.value();
                droppedLow += bytes.low();
                droppedHigh += bytes.high();
                continue;
            }
            if (placement.isSpread(key.hash())) {
                everywhere += bytes.value() / partitions;
                everywhereExcess += more / partitions;
                continue;
            }
            int slot = placement.slot(key.hash());
            value[slot] += bytes.value();
            low[slot] = Math.max(low[slot], bytes.low());
            excess[slot] += more;
        }
        double rareNulls = Math.min(
                Math.max(0, 1 - placed), rows.rareNulls() * weights.rest().value());
        double others = everywhere + Math.max(0, 1 - placed - rareNulls) / partitions;
        int index = 0;
        for (int slot = 0; slot < partitions; slot++) {
            value[slot] += others;
            excess[slot] += everywhereExcess;
            index = value[slot] > value[index] ? slot : index;
        }
        this.largest = index;
        double unseen = profile.unseen().high();
        this.unseenHigh = unseen == 0 ? 0 : unseen * heaviest + rest / partitions;
        // What rare rows weigh is known of all together: dropped ones may weigh all of it, or nothing.
        double rareNullsHigh = rows.rareNulls() == 0 ? 0 : rest * rows.rare();
        this.reaching = reaching(
                placement,
                1 - dropped - rareNulls,
                1 - droppedHigh - rareNullsHigh,
                1 - droppedLow,
                rows.reaching().confidence());
        // What may be wrong: the rows, and the weights.
        this.confidence = Math.max(Double.MIN_NORMAL, rows.confidence() + profile.confidence() - 1);
    }

    private static Estimate reaching(
            HashPlacement placement, double value, double low, double high, double confidence) {
        if (!placement.dropsNulls()) {
            return Estimate.exact(1, Unit.SHARE);
        }
        double middle = Math.max(0, value);
        return new Estimate(middle, Math.max(0, Math.min(middle, low)), Math.max(middle, high), confidence, Unit.SHARE);
    }

    @Override
    public int largest() {
        return largest;
    }

    @Override
    public double value(int slot) {
        return Math.min(1, value[slot]);
    }

    @Override
    public double low(int slot) {
        return low[slot];
    }

    @Override
    public double high(int slot) {
        return Math.min(
                1, mixed ? Math.max(unseenHigh, rows.high(slot) * rest + excess[slot]) : rows.high(slot) * heaviest);
    }

    @Override
    public Estimate reaching() {
        return reaching;
    }

    @Override
    public double low() {
        return Arrays.stream(low).reduce(reaching.low() / low.length, Math::max);
    }

    @Override
    public double high() {
        double high = high(largest);
        for (int slot = 0; mixed && slot < value.length; slot++) {
            high = Math.max(high, high(slot));
        }
        return high;
    }

    @Override
    public double confidence() {
        return confidence;
    }
}
