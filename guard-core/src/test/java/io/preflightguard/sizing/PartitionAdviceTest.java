package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import org.junit.jupiter.api.Test;

class PartitionAdviceTest {

    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;
    private final Fleet fleet = new Fleet(2, 4, 10 * GIB, 0.6, 100 * GIB, "test");

    @Test
    void enoughDataComesInWholeWavesThatFitTheMemory() {
        for (double gib : new double[] {0.5, 1, 18.6, 1000}) {
            int partitions = recommended(gib * GIB);
            assertThat(partitions % fleet.slots())
                    .as("%s GiB in whole waves", gib)
                    .isZero();
            assertThat(gib * GIB / partitions)
                    .as("bytes a task of %s GiB", gib)
                    .isLessThanOrEqualTo(Math.min(128 << 20, fleet.executionMemoryPerTask() / 2.0));
        }
    }

    @Test
    void twoWavesBalanceWhatIsWorthIt() {
        assertThat(recommended(GIB)).as("128 MiB a task would be one wave").isEqualTo(16);
        assertThat(recommended(200 * MIB))
                .as("two waves would be 12 MiB a task")
                .isEqualTo(8);
    }

    @Test
    void littleDataKeepsEachCoreBusyOnceAndCrumbsFewer() {
        assertThat(recommended(80 * MIB)).isEqualTo(8);
        assertThat(recommended(3 * MIB)).isEqualTo(3);
        assertThat(recommended(100)).isEqualTo(1);
        assertThat(recommended(0)).isEqualTo(1);
    }

    @Test
    void lessMemoryMakesSmallerTasks() {
        Fleet small = new Fleet(2, 4, 600 * MIB, 0.6, GIB, "test");

        assertThat(PartitionAdvice.recommended(Estimate.exact(GIB, Unit.BYTES), small))
                .as("45 MiB of execution memory a task, so 22.5 MiB of data")
                .isEqualTo(48);
    }

    @Test
    void smallRowsNeedRoomForTheirPointers() {
        ShuffleShape sort = new ShuffleShape("sort", Estimate.exact(1, Unit.RATIO), 8, "n", true);
        ShuffleShape stream = new ShuffleShape("repartition", Estimate.exact(1, Unit.RATIO), 8, "n", false);
        Fleet small = new Fleet(2, 4, 600 * MIB, 0.6, GIB, "test");
        for (double rowBytes : new double[] {24, 50, 100, 1_000, 100_000}) {
            Load load = new Load(
                    Estimate.exact(GIB / rowBytes, Unit.COUNT),
                    Estimate.exact(rowBytes, Unit.BYTES),
                    Estimate.exact(rowBytes, Unit.BYTES),
                    Estimate.exact(rowBytes, Unit.BYTES));
            int partitions = PartitionAdvice.recommended(load, sort, SizingScene.PLAIN, small);

            ReadTasks tasks = ReadTasks.of(load, partitions, AdaptiveShuffle.off(), Estimate.exact(1.2, Unit.RATIO));
            assertThat(SpillOfSql.ofSort(load, tasks, small).isPossible())
                    .as("rows of %s bytes spill in %d partitions", rowBytes, partitions)
                    .isFalse();
            assertThat(partitions % small.slots()).isZero();
            assertThat(PartitionAdvice.recommended(load, stream, SizingScene.PLAIN, small))
                    .as("rows of %s bytes that are not held", rowBytes)
                    .isEqualTo(48);
        }
    }

    private int recommended(double bytes) {
        return PartitionAdvice.recommended(Estimate.exact(bytes, Unit.BYTES), fleet);
    }
}
