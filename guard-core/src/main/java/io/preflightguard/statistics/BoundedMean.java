package io.preflightguard.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * Bounds of the mean of values between 0 and 1, of which some were drawn at random without replacement. They hold for
 * every distribution of the values, however few draws there are and however rare the large values: where one value in a
 * hundred is 1 and the others are 0, an interval by Student's t misses the mean far more often than it says.
 *
 * <p>Hoeffding, "Probability inequalities for sums of bounded random variables", JASA 58 (1963), theorem 1 in its
 * sharpest form: a mean of {@code n} draws is as far as {@code x} from {@code p} with a probability of at most
 * {@code exp(-n KL(x, p))}, where {@code KL(x, p) = x ln(x/p) + (1 - x) ln((1 - x)/(1 - p))}; theorem 4 says that drawing
 * without replacement only helps. What was not drawn is such a sample too, so the same holds for its mean, which {@code
 * x} and {@code p} imply: the better of the two where most was drawn. Pure.
 */
public final class BoundedMean {

    private static final int HALVINGS = 32;

    private BoundedMean() {}

    /**
     * The largest mean of all values that the draws leave possible.
     *
     * @param mean the mean of what was drawn, in [0, 1]
     * @param draws how many values were drawn, above 0
     * @param all how many values there are, at least {@code draws}
     * @param error the probability of being wrong that is allowed, in (0, 1], were the mean of all its argument; it must
     *     not fall faster than its argument
     */
    public static double high(double mean, double draws, double all, DoubleUnaryOperator error) {
        double possible = check(mean, draws, all);
        double refuted = 1;
        for (int i = 0; i < HALVINGS && possible < refuted; i++) {
            double middle = (possible + refuted) / 2;
            if (refutes(mean, middle, draws, all, error)) {
                refuted = middle;
            } else {
                possible = middle;
            }
        }
        return refuted;
    }

    /** The smallest mean of all values that the draws leave possible; parameters as in {@link #high}. */
    public static double low(double mean, double draws, double all, DoubleUnaryOperator error) {
        double possible = check(mean, draws, all);
        double refuted = 0;
        for (int i = 0; i < HALVINGS && possible > refuted; i++) {
            double middle = (possible + refuted) / 2;
            if (refutes(mean, middle, draws, all, error)) {
                refuted = middle;
            } else {
                possible = middle;
            }
        }
        return refuted;
    }

    private static double check(double mean, double draws, double all) {
        if (!(mean >= 0 && mean <= 1 && draws > 0 && draws <= all)) {
            throw new IllegalArgumentException("A mean of bounded values lies in [0, 1] and has draws: got " + mean
                    + " of " + draws + " of " + all);
        }
        return mean;
    }

    private static boolean refutes(double mean, double truth, double draws, double all, DoubleUnaryOperator error) {
        double distance = draws * divergence(mean, truth);
        double left = all - draws;
        if (left < draws) {
            double leftMean = truth + (truth - mean) * draws / left;
            if (!(leftMean >= 0 && leftMean <= 1)) {
                return true;
            }
            distance = Math.max(distance, left * divergence(leftMean, truth));
        }
        return distance >= -Math.log(error.applyAsDouble(truth));
    }

    private static double divergence(double x, double p) {
        return term(x, p) + term(1 - x, 1 - p);
    }

    private static double term(double x, double p) {
        return x <= 0 ? 0 : p <= 0 ? Double.POSITIVE_INFINITY : x * Math.log(x / p);
    }
}
