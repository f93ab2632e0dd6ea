package io.preflightguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedMeanTest {

    @Test
    void whatWasNeverSeenIsBoundedAsBinomialDrawsBoundIt() {
        assertThat(BoundedMean.high(0, 32, Double.POSITIVE_INFINITY, BoundedMeanTest::fivePercent))
                .isCloseTo(1 - Math.pow(0.05, 1.0 / 32), within(1e-9));
        assertThat(BoundedMean.low(1, 32, Double.POSITIVE_INFINITY, BoundedMeanTest::fivePercent))
                .isCloseTo(Math.pow(0.05, 1.0 / 32), within(1e-9));
        assertThat(BoundedMean.low(0, 32, 1e9, BoundedMeanTest::fivePercent)).isZero();
        assertThat(BoundedMean.high(1, 32, 1e9, BoundedMeanTest::fivePercent)).isEqualTo(1);
    }

    @Test
    void littleLeftUndrawnLeavesLittleOpen() {
        double most = BoundedMean.high(0.5, 99, 100, BoundedMeanTest::fivePercent);
        double least = BoundedMean.low(0.5, 99, 100, BoundedMeanTest::fivePercent);

        assertThat(most).isBetween(0.5, 0.506);
        assertThat(least).isBetween(0.494, 0.5);
        assertThat(BoundedMean.high(0.5, 100, 100, BoundedMeanTest::fivePercent))
                .isCloseTo(0.5, within(1e-9));
    }

    /** A small part of the values is 1 and the rest 0, or all are spread evenly. */
    @ParameterizedTest
    @CsvSource({"64, 32, 3", "64, 32, 20", "64, 60, 3", "1000, 8, 50", "1000, 32, 10", "1000, 32, 500", "1000, 32, -1"})
    void theBoundsHoldHoweverTheValuesAreSpread(int all, int drawn, int ones) {
        int tooHigh = 0;
        int tooLow = 0;
        int seeds = 4000;
        for (int seed = 0; seed < seeds; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] values = new double[all];
            double sum = 0;
            for (int i = 0; i < all; i++) {
                values[i] = ones < 0 ? random.nextDouble() : i < ones ? 1 : 0;
                sum += values[i];
            }
            double seen = 0;
            for (int i = 0; i < drawn; i++) {
                int j = i + random.nextInt(all - i);
                double value = values[j];
                values[j] = values[i];
                seen += value;
            }
            double mean = seen / drawn;
            tooLow += BoundedMean.high(mean, drawn, all, BoundedMeanTest::fivePercent) < sum / all ? 1 : 0;
            tooHigh += BoundedMean.low(mean, drawn, all, BoundedMeanTest::fivePercent) > sum / all ? 1 : 0;
        }

        assertThat(tooLow).as("of %s seeds from 0 on, at 5 %%", seeds).isLessThanOrEqualTo(seeds / 20);
        assertThat(tooHigh).as("of %s seeds from 0 on, at 5 %%", seeds).isLessThanOrEqualTo(seeds / 20);
    }

    @Test
    void whatIsSeenOnceAmongVeryManyProvesNothing() {
        assertThat(BoundedMean.low(1.0 / 32, 32, 1e6, mean -> 0.05 * mean))
                .as("some of a million rare things are always among 32 draws")
                .isLessThan(1e-9);
        assertThat(BoundedMean.low(16.0 / 32, 32, 1e6, mean -> 0.05 * mean)).isGreaterThan(0.1);
    }

    @Test
    void refusesWhatIsNoMean() {
        assertThatThrownBy(() -> BoundedMean.high(1.5, 10, 20, BoundedMeanTest::fivePercent))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BoundedMean.low(0.5, 30, 20, BoundedMeanTest::fivePercent))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double fivePercent(double mean) {
        return 0.05;
    }
}
