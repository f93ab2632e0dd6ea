package io.preflightguard.statistics;

/** How full the fullest bin can get when weights are thrown into bins at random. Pure. */
public final class FullestBin {

    private static final int HALVINGS = 50;

    private FullestBin() {}

    /**
     * A load that no bin exceeds, but with probability {@code error}. Chernoff's bound of a sum of independent values
     * between 0 and {@code heaviest} (Hoeffding 1963, theorem 1, its Poisson limit), for each bin at {@code error /
     * bins}: with {@code m = total / bins / heaviest} weights in the mean bin, one has {@code 1 + e} times as much with
     * a probability of at most {@code exp(-m ((1 + e) ln(1 + e) - e))}.
     *
     * @param total the sum of the weights, not negative
     * @param heaviest no weight is larger; not negative
     * @param bins how many bins there are, at least 1
     * @param error the probability of being wrong, in (0, 1)
     */
    public static double load(double total, double heaviest, int bins, double error) {
        if (!(total >= 0 && heaviest >= 0 && bins >= 1 && error > 0 && error < 1)) {
            throw new IllegalArgumentException("Weights are not negative and need bins: got " + total + ", largest "
                    + heaviest + ", bins " + bins + ", error " + error);
        }
        double mean = total / bins;
        if (total == 0 || heaviest == 0 || bins == 1) {
            return mean;
        }
        double needed = Math.log(bins / error) * heaviest / mean;
        double low = 0;
        double high = bins - 1.0; // all in one bin
        for (int i = 0; i < HALVINGS; i++) {
            double excess = (low + high) / 2;
            if ((1 + excess) * Math.log1p(excess) - excess >= needed) {
                high = excess;
            } else {
                low = excess;
            }
        }
        return mean * (1 + high);
    }
}
