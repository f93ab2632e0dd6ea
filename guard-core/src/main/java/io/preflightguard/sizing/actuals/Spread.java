package io.preflightguard.sizing.actuals;

import java.util.Arrays;

/**
 * How a stage's tasks differ in one measure.
 *
 * @param median the middle value, or the mean of the two middle ones, rounded down
 * @param largest the largest value
 */
public record Spread(long median, long largest) {

    /** The spread of values that are not negative; zeros if there are none. */
    static Spread of(long... values) {
        if (values.length == 0) {
            return new Spread(0, 0);
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        long upper = sorted[sorted.length / 2];
        long lower = sorted[(sorted.length - 1) / 2];
        return new Spread(lower + (upper - lower) / 2, sorted[sorted.length - 1]);
    }
}
