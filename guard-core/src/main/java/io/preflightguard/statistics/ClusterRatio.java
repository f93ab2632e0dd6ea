package io.preflightguard.statistics;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/** The ratio of two totals, estimated from clusters drawn at random. Pure. */
public final class ClusterRatio {

    /** How far off a ratio seen in a single cluster is taken to be: it says nothing of how clusters differ. */
    private static final double SINGLE_CLUSTER_FACTOR = 2;

    private ClusterRatio() {}

    /**
     * {@code sum(totals) / sum(sizes)} with the interval of the ratio estimator (Cochran, "Sampling Techniques", 3rd
     * ed., 1977, 6.3), Student's t with one degree less than there are clusters. The finite population is not corrected
     * for, which only widens the interval.
     *
     * @param totals what was summed in each cluster, not negative
     * @param sizes each cluster's size, not all 0
     * @param confidence the interval's confidence, in (0, 1)
     */
    public static Estimate estimate(double[] totals, double[] sizes, double confidence, Unit unit) {
        int clusters = totals.length;
        double total = sum(totals);
        double size = sum(sizes);
        if (clusters == 0 || clusters != sizes.length || !(size > 0)) {
            throw new IllegalArgumentException(
                    "A ratio needs clusters with a size: got " + clusters + " totals, size " + size);
        }
        double ratio = total / size;
        if (clusters == 1) {
            return new Estimate(ratio, ratio / SINGLE_CLUSTER_FACTOR, ratio * SINGLE_CLUSTER_FACTOR, confidence, unit);
        }
        double squares = 0;
        for (int i = 0; i < clusters; i++) {
            double residual = totals[i] - ratio * sizes[i];
            squares += residual * residual;
        }
        double meanSize = size / clusters;
        double deviation = Math.sqrt(squares / (clusters - 1) / clusters) / meanSize;
        double reach = StudentT.critical(1 - confidence, clusters - 1) * deviation;
        return new Estimate(ratio, Math.max(0, ratio - reach), ratio + reach, confidence, unit);
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
