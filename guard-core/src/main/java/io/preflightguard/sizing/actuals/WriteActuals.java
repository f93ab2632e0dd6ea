package io.preflightguard.sizing.actuals;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What one write did, from Spark's task metrics. Immutable.
 *
 * @param stages every stage that ran for the write, in the order Spark numbered them
 * @param failedAttempts attempts of its tasks that failed; no other number counts them
 * @param speculativeAttempts attempts that Spark ran beside a slow one
 * @param otherStages stages of other jobs of the session that had tasks end meanwhile; no other number counts them
 * @param otherShuffleBytes bytes that those wrote to shuffle files
 * @param complete whether Spark told of every task: if not, the sums are too low
 */
public record WriteActuals(
        List<StageActuals> stages,
        long failedAttempts,
        long speculativeAttempts,
        int otherStages,
        long otherShuffleBytes,
        boolean complete) {

    public WriteActuals {
        stages = List.copyOf(stages);
    }

    /** A measured number, in the quantity's unit. */
    public long of(Quantity quantity) {
        return switch (quantity) {
            case SHUFFLE_BYTES -> sum(StageActuals::shuffleBytesWritten);
            case ROWS -> most(StageActuals::shuffleRowsWritten);
            case LARGEST_TASK_BYTES -> most(StageActuals::largestShuffleRead);
            case MEMORY_SPILLED_BYTES -> sum(StageActuals::memorySpilled);
            case DISK_SPILLED_BYTES -> sum(StageActuals::diskSpilled);
            case PEAK_MEMORY_BYTES -> most(StageActuals::peakMemory);
            case TASKS -> sum(StageActuals::tasks);
            case FAILED_ATTEMPTS -> failedAttempts;
            case SPECULATIVE_ATTEMPTS -> speculativeAttempts;
            case RETRIED_STAGES ->
                stages.stream().filter(stage -> stage.runs() > 1).count();
        };
    }

    private long sum(ToLongFunction<StageActuals> figure) {
        return stages.stream().mapToLong(figure).sum();
    }

    private long most(ToLongFunction<StageActuals> figure) {
        return stages.stream().mapToLong(figure).max().orElse(0);
    }
}
