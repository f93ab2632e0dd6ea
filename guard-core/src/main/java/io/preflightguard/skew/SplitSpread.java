package io.preflightguard.skew;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/**
 * How much the input partitions that were read differ in what they hold. Immutable.
 *
 * <p>The relative variance of a key is the variance of its share of a partition's rows, over the square of its share of
 * all rows. A key that lies evenly in a part {@code a} of the partitions, and nowhere else, has {@code (1 - a) / a}: 1
 * where it is in half of them, and about as many as there are partitions where it is in one.
 */
final class SplitSpread {

    /** Up to this, a mean over partitions is near enough to normal for an interval by its variance. */
    static final double MOST_RELATIVE_VARIANCE = 1;

    /**
     * The rows' mean of their keys' relative variances, up to which partitions are alike. Where partitions are of several
     * kinds that have no key in common, it is one less than there are kinds.
     */
    private static final double MOST_MEAN_RELATIVE_VARIANCE = 0.5;

    /** From fewer partitions a variance is hardly known. */
    static final int FEWEST_SPLITS = 8;

    /** Keys that must agree on how rows are laid out before it is believed of keys that were not seen. */
    private static final int WITNESSES = 20;

    private final double[] sizes;
    private final double rows;
    private final double squaredSizes;
    private final int occupied;

    SplitSpread(KeySample sample) {
        this.sizes = sample.splits().stream().mapToDouble(SplitCounts::rows).toArray();
        this.rows = Arrays.stream(sizes).sum();
        this.squaredSizes = Arrays.stream(sizes).map(size -> size * size).sum();
        this.occupied = (int) Arrays.stream(sizes).filter(size -> size > 0).count();
    }

    /** How many partitions were read. */
    int read() {
        return sizes.length;
    }

    /** Kish, "Survey Sampling", 1965: how many of equal size the partitions that were read are worth. */
    double draws() {
        return squaredSizes == 0 ? 1 : rows * rows / squaredSizes;
    }

    /** Rows that were read. */
    double rows() {
        return rows;
    }

    /** Whether enough partitions have rows to know a variance. */
    boolean isKnown() {
        return occupied >= FEWEST_SPLITS;
    }

    /**
     * The largest relative variance among the keys that are densest in any one partition: those that lie in heaps, if
     * any do. Infinite where keys lie in heaps on the whole, and where nothing can be said, for there are too few
     * partitions, or the rows are of keys too rare to be listed and fewer than {@value #WITNESSES} others.
     */
    double ofKeys(Collection<Tally> keys) {
        double listed = keys.stream().mapToDouble(Tally::middle).sum();
        boolean rowsAreUnlisted = rows - listed > 0.5;
        if (!isKnown() || keys.isEmpty() || (rowsAreUnlisted && keys.size() < WITNESSES)) {
            return Double.POSITIVE_INFINITY;
        }
        double weighted =
                keys.stream().mapToDouble(key -> key.middle() * relative(key)).sum();
        if (weighted > MOST_MEAN_RELATIVE_VARIANCE * listed) {
            return Double.POSITIVE_INFINITY;
        }
        return keys.stream()
                .map(key -> new Peak(key, peak(key)))
                .sorted(Comparator.comparingDouble(Peak::share).reversed())
                .limit(WITNESSES)
                .mapToDouble(densest -> relative(densest.tally))
                .max()
                .orElseThrow();
    }

    /**
     * One tally's relative variance, or that of the other rows if they are fewer: what has nearly all rows of every
     * partition that was read may have none of others. Infinite if it has no rows, or all.
     */
    double relative(Tally tally) {
        double fewer = Math.min(tally.middle(), rows - tally.middle()) / sizes.length;
        return fewer > 0 ? variance(tally) / (fewer * fewer) : Double.POSITIVE_INFINITY;
    }

    /**
     * The variance between partitions of the rows that a share does not explain: {@code sum((y_i - share m_i)^2) / (n -
     * 1)} (Cochran, "Sampling Techniques", 3rd ed., 1977, 6.3).
     */
    double variance(Tally tally) {
        double share = tally.middle() / rows;
        double squares = share * share * squaredSizes;
        for (int i = 0; i < tally.size(); i++) {
            double expected = share * sizes[tally.split(i)];
            double residual = tally.count(i) - expected;
            squares += residual * residual - expected * expected;
        }
        return Math.max(0, squares) / (sizes.length - 1);
    }

    private double peak(Tally tally) {
        double peak = 0;
        for (int i = 0; i < tally.size(); i++) {
            peak = Math.max(peak, tally.count(i) / Math.max(1, sizes[tally.split(i)]));
        }
        return peak;
    }

    private record Peak(Tally tally, double share) {}
}
