package io.preflightguard.skew;

import io.preflightguard.statistics.FullestBin;

/**
 * How many input partitions have to be read to decide what the largest shuffle partition carries, where rows of one key
 * lie together, so that every upper end is {@link ShareInterval#highWhateverIsUnread}. The share that is seen of the
 * fullest shuffle partition falls while more is read: few heaps of rows never look even. If it is no larger than even
 * keys make it look, they are taken to be even; otherwise it is taken to stay.
 */
final class HeapedReading {

    /** How often even keys may look less even than is said. */
    private static final double CHANCE = 0.05;

    /** Steps in which the number of partitions is tried. */
    private static final double STEP = 1.01;

    private final KeySample sample;
    private final int partitions;
    private final SlotRows rows;
    private final double confidence;
    private final double heap;
    private final double seen;
    private final int read;

    HeapedReading(KeyProfile profile, int partitions) {
        this.sample = profile.sample();
        this.partitions = partitions;
        this.rows = new SlotRows(profile, new HashPlacement(partitions));
        this.confidence = profile.confidence();
        this.read = sample.splits().size();
        this.heap = (double) sample.splits().stream()
                        .flatMap(split -> split.frequent().stream())
                        .mapToLong(KeyCount::atMost)
                        .max()
                        .orElse(0)
                / Math.max(1, sample.rows());
        this.seen = rows.value(rows.largest()) - rows.rare() / partitions;
    }

    /** The smallest number that decides it, or infinity if no part of the input does. */
    double partitionsToDecide(double allowed) {
        boolean byChance = seen <= byChance(read);
        boolean tooMuch = !byChance && seen > allowed;
        for (double more = read + 1.0; more < sample.splitsInAll(); more = Math.max(more + 1, Math.ceil(more * STEP))) {
            double errorScale = (double) looks(read) / looks((int) more);
            boolean decides;
            if (tooMuch) {
                decides = rows.interval().lowHadOneRead(seen, more, errorScale) > allowed;
            } else {
                double share = Math.max(byChance(more), byChance ? 0 : seen) + rows.rareAtMost();
                decides = rows.interval().highHadOneRead(share, more, errorScale) <= allowed;
            }
            if (decides) {
                return more;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** The share that even keys fill of the fullest shuffle partition, if so many partitions of heaps are read. */
    private double byChance(double many) {
        double listed = 1 - rows.rare();
        return FullestBin.load(listed, Math.min(listed, heap * read / many), partitions, CHANCE);
    }

    /** Each of more looks has a smaller part of the error. */
    private int looks(int most) {
        return new SamplingRounds(sample.splitsInAll(), most, confidence).looks();
    }
}
