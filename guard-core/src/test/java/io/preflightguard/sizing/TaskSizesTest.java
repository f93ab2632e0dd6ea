package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskSizesTest {

    /** A task of two of eight equal partitions has a quarter of the rows; the mean of six tasks has a sixth. */
    @ParameterizedTest
    @CsvSource({"8, 6, 1.5", "8, 4, 1", "8, 3, 1.125", "9, 8, 1.7777777777777777", "8, 1, 1"})
    void coalescedPartitionsDoNotDivideEvenly(int input, int tasks, double largestToMean) {
        TaskSizes sizes = TaskSizes.coalesced(input, tasks);

        assertThat(sizes.largestToMean().value()).isCloseTo(largestToMean, within(1e-9));
        assertThat(sizes.isKnown()).as("how much each input partition holds").isFalse();
    }

    @Test
    void whatIsNotCoalescedLiesAsItDid() {
        assertThat(TaskSizes.coalesced(8, 8)).isEqualTo(TaskSizes.whereTheyLie(8));
        assertThat(TaskSizes.coalesced(8, 300)).isEqualTo(TaskSizes.whereTheyLie(8));
    }
}
