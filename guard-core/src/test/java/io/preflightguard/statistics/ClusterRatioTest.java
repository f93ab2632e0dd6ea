package io.preflightguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusterRatioTest {

    @Test
    void anEqualRatioInEveryClusterHasNoSpread() {
        Estimate ratio = ClusterRatio.estimate(new double[] {10, 20, 30}, new double[] {1, 2, 3}, 0.95, Unit.BYTES);

        assertThat(ratio.value()).isCloseTo(10, within(1e-9));
        assertThat(ratio.high() - ratio.low()).isCloseTo(0, within(1e-9));
    }

    @Test
    void oneClusterIsNeverExact() {
        Estimate ratio = ClusterRatio.estimate(new double[] {10}, new double[] {1}, 0.95, Unit.BYTES);

        assertThat(ratio.low()).isEqualTo(5);
        assertThat(ratio.high()).isEqualTo(20);
    }

    @Test
    void intervalsContainTheTruthAsOftenAsTheySay() {
        int hits = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            double[] totals = new double[8];
            double[] sizes = new double[8];
            for (int i = 0; i < 8; i++) {
                sizes[i] = 1000 + random.nextInt(500);
                totals[i] = sizes[i] * (50 + 5 * random.nextGaussian());
            }
            Estimate ratio = ClusterRatio.estimate(totals, sizes, 0.95, Unit.BYTES);
            hits += ratio.low() <= 50 && 50 <= ratio.high() ? 1 : 0;
        }

        assertThat(hits).as("of 1000 seeds, at 95 %%").isBetween(930, 970);
    }

    @Test
    void refusesClustersWithoutSize() {
        assertThatThrownBy(() -> ClusterRatio.estimate(new double[0], new double[0], 0.95, Unit.BYTES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClusterRatio.estimate(new double[] {1}, new double[] {0}, 0.95, Unit.BYTES))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
