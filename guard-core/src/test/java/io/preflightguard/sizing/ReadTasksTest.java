package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import org.junit.jupiter.api.Test;

class ReadTasksTest {

    private static final long MIB = 1L << 20;
    private static final Estimate ROWS = Estimate.exact(100e6, Unit.COUNT);
    private static final Estimate RAW = Estimate.exact(200, Unit.BYTES);

    @Test
    void aPartitionThatIsNotMergedIsAsLargeAsItsKeysMakeIt() {
        ReadTasks tasks = ReadTasks.of(load(50, 50, 50), 400, AdaptiveShuffle.off(), ratio(3));

        assertThat(tasks.count()).isEqualTo(400);
        assertThat(tasks.largestRows()).isEqualTo(Estimate.exact(750_000, Unit.COUNT));
    }

    @Test
    void mergingStopsAtTheTargetAndNotAtAMultipleOfIt() {
        // 400 partitions of 12.5 MB are merged by fives; 64 MiB by lz4 are 1.34 million rows.
        ReadTasks tasks = ReadTasks.of(load(50, 50, 50), 400, merging(64 * MIB), ratio(3));

        assertThat(tasks.count()).isEqualTo(80);
        assertThat(tasks.meanRows().value()).isEqualTo(1_250_000);
        assertThat(tasks.largestRows().high()).isCloseTo(64.0 * MIB / 50, within(1.0));
    }

    @Test
    void aPartitionAboveTheTargetStaysAsItIs() {
        ReadTasks tasks = ReadTasks.of(load(50, 50, 50), 400, merging(64 * MIB), ratio(20));

        assertThat(tasks.largestRows().value()).isEqualTo(20 * 250_000);
        assertThat(tasks.largestRows().high()).isEqualTo(20 * 250_000);
    }

    @Test
    void howManyAreMergedIsAskedAtBothEnds() {
        ReadTasks tasks = ReadTasks.of(load(30, 50, 80), 400, merging(64 * MIB), ratio(1));

        assertThat(tasks.count()).isEqualTo(80);
        assertThat(tasks.fewest()).as("3 GB").isEqualTo(50);
        assertThat(tasks.most()).as("8 GB").isEqualTo(134);
        assertThat(tasks.meanRows().low()).isLessThan(tasks.meanRows().high());
    }

    @Test
    void noRowsAreNoTrouble() {
        Load nothing = new Load(Estimate.exact(0, Unit.COUNT), RAW, RAW, RAW);

        assertThat(ReadTasks.of(nothing, 400, merging(64 * MIB), ratio(1))
                        .largestRows()
                        .high())
                .isZero();
    }

    private static AdaptiveShuffle merging(long advisory) {
        return new AdaptiveShuffle(true, advisory, MIB, 1);
    }

    private static Load load(double low, double value, double high) {
        Estimate compressed = new Estimate(value, low, high, 0.95, Unit.BYTES);
        return new Load(ROWS, RAW, low == high ? Estimate.exact(value, Unit.BYTES) : compressed, compressed);
    }

    private static Estimate ratio(double value) {
        return Estimate.exact(value, Unit.RATIO);
    }
}
