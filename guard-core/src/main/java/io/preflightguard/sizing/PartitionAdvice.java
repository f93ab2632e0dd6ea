package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/**
 * How many partitions a shuffle should have. Pure.
 *
 * <p>The sources of its numbers: Spark's tuning guide asks for two to three tasks a core; 128 MiB is Spark's default of
 * {@code spark.sql.files.maxPartitionBytes}; half of a task's memory is what {@code ExecutionMemoryPool} promises each of
 * {@code N} tasks, {@code 1/2N}; 1 MiB is the size below which adaptive execution merges partitions whatever it costs
 * ({@code spark.sql.adaptive.coalescePartitions.minPartitionSize}).
 */
public final class PartitionAdvice {

    private static final long COMFORTABLE_TASK_BYTES = 128L << 20;

    /** Less than this makes tasks no easier to place than one wave does. */
    private static final long WORTH_A_SECOND_WAVE = 16L << 20;

    /** Below this not even an idle core makes a task of its own worth its start. */
    static final long IDLE_CORE_TASK_BYTES = 1L << 20;

    private static final int WAVES_FOR_BALANCE = 2;

    /** How much more than the mean a task holds though no key is hot: hashes and sampled ranges are not even. */
    static final Estimate UNEVEN = new Estimate(1, 1, 1.2, 1, Unit.RATIO);

    private PartitionAdvice() {}

    /**
     * Partitions for a shuffle of {@code rawBytes} uncompressed bytes: enough that a task's data is at most 128 MiB and
     * at most half of its execution memory, but no less than 1 MiB, in whole waves of the fleet's slots; two waves
     * where tasks still hold 16 MiB then. Less data than that keeps each core busy once, with 1 MiB or more a task.
     */
    public static int recommended(Estimate rawBytes, Fleet fleet) {
        return recommended(rawBytes, fleet.executionMemoryPerTask(), fleet);
    }

    private static int recommended(Estimate rawBytes, long memoryPerTask, Fleet fleet) {
        double bytes = rawBytes.high();
        double perTask = Math.max(IDLE_CORE_TASK_BYTES, Math.min(COMFORTABLE_TASK_BYTES, memoryPerTask / 2.0));
        double slots = fleet.slots();
        if (bytes / slots < IDLE_CORE_TASK_BYTES) {
            return (int) Math.max(1, Math.ceil(bytes / IDLE_CORE_TASK_BYTES));
        }
        double waves = Math.ceil(bytes / perTask / slots);
        if (bytes / (WAVES_FOR_BALANCE * slots) >= WORTH_A_SECOND_WAVE) {
            waves = Math.max(waves, WAVES_FOR_BALANCE);
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, waves) * slots);
    }

    /**
     * As many, or as many more whole waves as let a task sort its rows in memory though it holds a fifth more than the
     * mean: of small rows, a sorter's pointers need more than the rows do. Objects have the memory on the heap.
     */
    static int recommended(Load load, ShuffleShape shape, WriteConditions conditions, Fleet fleet) {
        int least = recommended(
                load.rawBytes(),
                shape.isOfSql() ? fleet.executionMemoryPerTask() : Spill.memoryOfObjects(conditions, fleet),
                fleet);
        double rowBytes = load.bytesPerRow().high();
        if (!shape.isOfSql() || !shape.buffers() || rowBytes <= 0) {
            return least;
        }
        long memory = fleet.executionMemoryOf(fleet.coresPerWorker(), SpillOfSql.BROADCASTS_AT_MOST);
        double fit = new SortMemory(rowBytes, fleet.pageBytes()).mostRows(memory);
        double needed = UNEVEN.high() * load.rows().high() / Math.max(1, fit);
        return needed <= least ? least : wholeWaves(needed, fleet);
    }

    private static int wholeWaves(double partitions, Fleet fleet) {
        double waves = Math.ceil(partitions / fleet.slots());
        return (int) Math.min(Integer.MAX_VALUE, waves * fleet.slots());
    }
}
