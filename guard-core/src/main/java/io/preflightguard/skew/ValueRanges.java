package io.preflightguard.skew;

/**
 * Cuts the numbers between two ends into ranges that keep their order: of two numbers, the smaller never lies in a later
 * range. What is cut evenly is the sequence of all doubles, not the line: between 1 and 2 lie as many as between 1,024 and
 * 2,048, so that a long tail does not push everything else into the first range, and close ends are told apart as finely
 * as far ones. Pure and deterministic.
 */
public final class ValueRanges {

    private ValueRanges() {}

    /**
     * The range that {@code value} lies in, from 0 to {@code ranges - 1}.
     *
     * @param low the smallest number there is; NaN is greater than all others, as in Spark
     * @param high the greatest number there is
     */
    public static int rangeOf(double value, double low, double high, int ranges) {
        double from = place(low);
        double width = place(high) - from;
        if (width <= 0) {
            return 0;
        }
        double range = Math.floor((place(value) - from) / width * ranges);
        return (int) Math.max(0, Math.min(ranges - 1.0, range));
    }

    /**
     * The number's place among all doubles in their order. The bits of a positive double count up as it does (IEEE 754), those
     * of a negative one down. As a double itself it is rounded, which keeps the order of what it does not merge.
     */
    private static double place(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }
}
