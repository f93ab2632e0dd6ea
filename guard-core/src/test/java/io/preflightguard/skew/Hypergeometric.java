package io.preflightguard.skew;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.special.Gamma;

/** How many of some rows fall into a part of all rows that is drawn without replacement. */
final class Hypergeometric {

    /** Above this variance the normal distribution is as good. */
    private static final double LARGE = 15;

    private Hypergeometric() {}

    /** @param marked how many of {@code all} rows are counted if they are among the {@code drawn} */
    static long draw(RandomGenerator random, long all, long marked, long drawn) {
        if (marked == 0 || drawn == 0) {
            return 0;
        }
        if (drawn == all) {
            return marked;
        }
        if (2 * drawn > all) {
            return marked - draw(random, all, marked, all - drawn);
        }
        if (2 * marked > all) {
            return drawn - draw(random, all, all - marked, drawn);
        }
        double share = (double) marked / all;
        double mean = drawn * share;
        double variance = mean * (1 - share) * (all - drawn) / Math.max(1.0, all - 1.0);
        long most = Math.min(marked, drawn);
        if (variance > LARGE) {
            return Math.max(0, Math.min(most, Math.round(mean + Math.sqrt(variance) * random.nextGaussian())));
        }
        double probability = Math.exp(logNone(all, marked, drawn)); // the mean is small here
        double left = random.nextDouble() - probability;
        long count = 0;
        while (left > 0 && count < most) {
            probability *= (double) (marked - count)
                    * (drawn - count)
                    / ((count + 1.0) * (all - marked - drawn + count + 1.0));
            count++;
            left -= probability;
        }
        return count;
    }

    private static double logNone(long all, long marked, long drawn) {
        if (marked < all / 1000) {
            // The midpoint rule for the sum of log(1 - drawn / (all - j)) over j below marked.
            return marked * Math.log1p(-drawn / (all - (marked - 1) / 2.0));
        }
        return logChoose(all - marked, drawn) - logChoose(all, drawn);
    }

    private static double logChoose(long all, long chosen) {
        return Gamma.logGamma(all + 1.0) - Gamma.logGamma(chosen + 1.0) - Gamma.logGamma(all - chosen + 1.0);
    }
}
