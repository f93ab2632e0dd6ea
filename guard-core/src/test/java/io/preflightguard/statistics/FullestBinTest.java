package io.preflightguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullestBinTest {

    @Test
    void weightsWithoutSizeFallEvenly() {
        assertThat(FullestBin.load(1, 0, 200, 0.01)).isCloseTo(1.0 / 200, within(1e-12));
        assertThat(FullestBin.load(0, 0.1, 200, 0.01)).isZero();
        assertThat(FullestBin.load(1, 0.1, 1, 0.01)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"100, 16", "100, 200", "10000, 16", "10000, 200", "10000, 10000"})
    void noBinIsFullerThanSaid(int weights, int bins) {
        double most = FullestBin.load(1, 1.0 / weights, bins, 0.01);
        int exceeded = 0;
        double fullest = 0;
        int seeds = 500;
        for (int seed = 0; seed < seeds; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] load = new int[bins];
            for (int i = 0; i < weights; i++) {
                load[random.nextInt(bins)]++;
            }
            double largest = (double) Arrays.stream(load).max().orElseThrow() / weights;
            fullest = Math.max(fullest, largest);
            exceeded += largest > most ? 1 : 0;
        }

        assertThat(exceeded).as("of %s seeds from 0 on, at 1 %%", seeds).isLessThanOrEqualTo(seeds / 100);
        assertThat(most).as("not much above what happens").isLessThan(2 * fullest);
    }

    @Test
    void refusesWhatCannotBeThrown() {
        assertThatThrownBy(() -> FullestBin.load(-1, 0, 2, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FullestBin.load(1, 0, 0, 0.1)).isInstanceOf(IllegalArgumentException.class);
    }
}
