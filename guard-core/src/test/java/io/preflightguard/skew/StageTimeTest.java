package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageTimeTest {

    @Test
    void fiveTimesTheMeanHardlyMattersOnTwoSlotsAndDoesOnForty() {
        Estimate two = StageTime.of(Estimate.exact(5, Unit.RATIO), 200, 2);
        Estimate forty = StageTime.of(Estimate.exact(5, Unit.RATIO), 200, 40);

        assertThat(two.high()).isCloseTo(1.025, within(1e-9));
        assertThat(forty.value()).isCloseTo(1.4875, within(1e-9));
        assertThat(forty.high()).isCloseTo(1.975, within(1e-9));
    }

    @Test
    void withASlotForEachTaskTheLargestIsTheStage() {
        Estimate time = StageTime.of(Estimate.exact(13.3, Unit.RATIO), 16, 64);

        assertThat(time).isEqualTo(Estimate.exact(13.3, Unit.RATIO));
    }

    @Test
    void equalTasksTakeNoLonger() {
        assertThat(StageTime.of(Estimate.exact(1, Unit.RATIO), 200, 10).value()).isLessThan(1.05);
    }

    /** Against a simulation of slots that take task after task, the large one at a random place in the queue. */
    @ParameterizedTest
    @CsvSource({"5, 200, 2", "5, 200, 40", "14, 16, 2", "40, 200, 8", "3, 64, 64", "100, 200, 16"})
    void aSimulatedStageTakesAsLong(double ratio, int tasks, int slots) {
        Estimate time = StageTime.of(Estimate.exact(ratio, Unit.RATIO), tasks, slots);
        double others = (tasks - ratio) / (tasks - 1);
        double balanced = Math.max(1, (double) tasks / slots);
        double sum = 0;
        int runs = 500;
        for (int seed = 0; seed < runs; seed++) {
            int place = new Random(seed).nextInt(tasks);
            double[] busyUntil = new double[slots];
            for (int task = 0; task < tasks; task++) {
                Arrays.sort(busyUntil);
                busyUntil[0] += task == place ? ratio : others;
            }
            double end = Arrays.stream(busyUntil).max().orElseThrow();
            double oneTask = others / balanced; // equal tasks do not fill the slots to the last
            assertThat(end / balanced).as("seed %s", seed).isBetween(time.low() - 1e-9, time.high() + oneTask);
            sum += end / balanced;
        }
        assertThat(sum / runs).isCloseTo(time.value(), within(0.5 * others / balanced + 0.1));
    }
}
