package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class InputPartitionsTest {

    @Test
    void knownRowsMakeKnownTasks() {
        InputPartitions input = InputPartitions.ofRows(new double[] {0, 300, 0, 100});

        assertThat(input.count()).isEqualTo(4);
        assertThat(input.withRows()).isEqualTo(2);
        assertThat(input.sizes().isKnown()).isTrue();
        assertThat(input.sizes().largestToMean().value())
                .as("of those with rows")
                .isCloseTo(1.5, within(1e-9));
        assertThat(input.in(4).largestToMean().value()).as("of all").isCloseTo(3, within(1e-9));
    }

    @Test
    void neighboursArePutTogether() {
        InputPartitions input = InputPartitions.ofRows(new double[] {10, 20, 30, 40, 50});

        // Spark's coalesce makes 10 + 20 and 30 + 40 + 50 of them.
        TaskSizes two = input.in(2);
        assertThat(two.largestToMean().value()).isCloseTo(120 * 2 / 150.0, within(1e-9));
        assertThat(two.isKnown()).as("preferred hosts may prevent it").isFalse();
    }

    @Test
    void whatIsNotKnownIsTakenToBeEven() {
        assertThat(InputPartitions.of(8).sizes()).isEqualTo(TaskSizes.whereTheyLie(8));
        assertThat(InputPartitions.of(8).in(6)).isEqualTo(TaskSizes.coalesced(8, 6));
        assertThat(InputPartitions.ofRows(new double[3]).sizes())
                .as("an input without rows")
                .isEqualTo(TaskSizes.whereTheyLie(3));
    }

    @Test
    void thereAreNoMoreTasksThanPartitions() {
        assertThat(InputPartitions.ofRows(new double[] {10, 90})
                        .in(400)
                        .largestToMean()
                        .value())
                .isCloseTo(1.8, within(1e-9));
    }

    @Test
    void aRowMayWeighMoreInOnePartitionThanInAnother() {
        TaskSizes sizes =
                InputPartitions.ofRows(new double[] {100, 100, 100, 100}).sizes();

        assertThat(sizes.conceivable()).isEqualTo(2);
        assertThat(sizes.assumption()).isNotEmpty();
    }

    @Test
    void whateverTheRowsTheLargestIsAtLeastTheMeanAndTheWorstWorkerHasAtLeastItsPart() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            boolean even = random.nextBoolean();
            double[] rows = random.doubles(1 + random.nextInt(200), 0, 1e6)
                    .map(some -> even ? 1e6 / 3 : some)
                    .toArray();
            InputPartitions input =
                    random.nextInt(4) == 0 ? InputPartitions.of(rows.length) : InputPartitions.ofRows(rows);
            int workers = 1 + random.nextInt(30);
            WriteConditions conditions =
                    new WriteConditions(AdaptiveShuffle.off(), input, false, ShuffleSettings.DEFAULTS);

            assertThat(input.sizes().largestToMean().low()).as("seed %d", seed).isBetween(1.0, (double) rows.length);
            assertThat(input.in(1 + random.nextInt(300)).largestToMean().value())
                    .as("seed %d", seed)
                    .isBetween(1.0, (double) rows.length);
            assertThat(conditions.worstPart(workers).value())
                    .as("seed %d, %d workers", seed, workers)
                    .isBetween(1.0 / workers - 1e-9, 1.0 + 1e-9);
        }
    }

    @Test
    void anInputWithoutPartitionsIsRefused() {
        assertThatThrownBy(() -> InputPartitions.of(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
