package io.preflightguard.sizing;

import io.preflightguard.Estimate;

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

    /** Below this a task costs more to start than to run, whatever the memory. */
    private static final long SMALLEST_TASK_BYTES = 16L << 20;

    /** Below this not even an idle core makes a task of its own worth its start. */
    static final long IDLE_CORE_TASK_BYTES = 1L << 20;

    private static final int WAVES_FOR_BALANCE = 2;

    private PartitionAdvice() {}

    /**
     * Partitions for a shuffle of {@code rawBytes} uncompressed bytes: enough that a task's data is at most 128 MiB and
     * at most half of its execution memory, but no less than 16 MiB, in whole waves of the fleet's slots; two waves
     * where tasks still hold 16 MiB then. Less data than that keeps each core busy once, with 1 MiB or more a task.
     */
    public static int recommended(Estimate rawBytes, Fleet fleet) {
        double bytes = rawBytes.high();
        double perTask =
                Math.max(SMALLEST_TASK_BYTES, Math.min(COMFORTABLE_TASK_BYTES, fleet.executionMemoryPerTask() / 2.0));
        double slots = fleet.slots();
        if (bytes / slots < IDLE_CORE_TASK_BYTES) {
            return (int) Math.max(1, Math.ceil(bytes / IDLE_CORE_TASK_BYTES));
        }
        double waves = Math.ceil(bytes / perTask / slots);
        if (bytes / (WAVES_FOR_BALANCE * slots) >= SMALLEST_TASK_BYTES) {
            waves = Math.max(waves, WAVES_FOR_BALANCE);
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, waves) * slots);
    }
}
