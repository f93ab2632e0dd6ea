package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ValueRangesTest {

    private static final int RANGES = 64;

    @Test
    void neverPutsASmallerNumberIntoALaterRange() {
        for (long seed = 0; seed < 200; seed++) {
            double[] sorted = numbers(new SplittableRandom(seed));
            int before = 0;
            for (double value : sorted) {
                int range = ValueRanges.rangeOf(value, sorted[0], sorted[sorted.length - 1], RANGES);
                assertThat(range).as("seed %s, %s", seed, value).isBetween(before, RANGES - 1);
                before = range;
            }
        }
    }

    @Test
    void zeroHasOneRangeWhateverItsSign() {
        assertThat(ValueRanges.rangeOf(-0.0, -1, 1, RANGES)).isEqualTo(ValueRanges.rangeOf(0.0, -1, 1, RANGES));
    }

    @Test
    void oneNumberHasOneRange() {
        assertThat(ValueRanges.rangeOf(5, 5, 5, RANGES)).isZero();
        assertThat(ValueRanges.rangeOf(Double.NaN, Double.NaN, Double.NaN, RANGES))
                .isZero();
    }

    @Test
    void neitherALongTailNorCloseEndsCrowdARange() {
        SplittableRandom random = new SplittableRandom(1);

        assertThat(fullest(random.doubles(100_000).map(u -> 20 / Math.pow(1 - u, 1 / 1.2))))
                .as("Pareto, whose largest is thousands of times the median")
                .isLessThan(0.2);
        assertThat(fullest(random.doubles(100_000).map(u -> 1_700_000_000 + 86_400 * u)))
                .as("one day of epoch seconds")
                .isLessThan(0.02);
    }

    private static double fullest(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int[] counts = new int[RANGES];
        for (double value : sorted) {
            counts[ValueRanges.rangeOf(value, sorted[0], sorted[sorted.length - 1], RANGES)]++;
        }
        return Arrays.stream(counts).max().orElseThrow() / (double) sorted.length;
    }

    private static double[] numbers(SplittableRandom random) {
        double[] special = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
        };
        double[] values = new double[2 + random.nextInt(100)];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (random.nextInt(5)) {
                case 0 -> special[random.nextInt(special.length)];
                case 1 -> random.nextInt(-5, 5);
                case 2 -> Double.longBitsToDouble(random.nextLong());
                default -> random.nextDouble(-1000, 1000);
            };
        }
        Arrays.sort(values);
        return values;
    }
}
