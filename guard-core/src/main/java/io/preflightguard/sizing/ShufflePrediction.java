package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/**
 * What a write's shuffles will weigh, on disk and in memory. All in bytes.
 *
 * @param rawBytes uncompressed bytes of one shuffle of all rows
 * @param diskBytes compressed bytes of all shuffles of the write
 * @param largestTaskBytes uncompressed bytes of the largest reducing task
 * @param spillsPerWorker compressed bytes that tasks running together on the worst worker spill; 0 if none does
 * @param diskPerWorker the most local disk one worker needs: its share of all shuffle files, which stay until the job
 *     lets go of them, plus the spill of the tasks that run together
 */
record ShufflePrediction(
        Estimate rawBytes,
        Estimate diskBytes,
        Estimate largestTaskBytes,
        Estimate spillsPerWorker,
        Estimate diskPerWorker) {

    /**
     * @param rows rows of the input
     * @param bytesPerRow uncompressed and compressed bytes per row
     * @param compressed compressed bytes per row, after the codec to predict for
     * @param largestToMean the largest reducing task, as a multiple of the mean
     */
    static ShufflePrediction of(
            Estimate rows,
            Estimate bytesPerRow,
            Estimate compressed,
            ShuffleShape shape,
            Estimate largestToMean,
            Fleet fleet) {
        Estimate rawBytes = rows.times(bytesPerRow, Unit.BYTES);
        Estimate oneShuffle = rows.times(compressed, Unit.BYTES);
        Estimate diskBytes = oneShuffle.times(shape.volume(), Unit.BYTES);
        Estimate largestTask =
                rawBytes.times(1.0 / shape.partitions(), Unit.BYTES).times(largestToMean, Unit.BYTES);
        Estimate spill = spill(oneShuffle, largestTask, shape, largestToMean, fleet);
        Estimate perWorker = diskBytes.times(1.0 / fleet.workers(), Unit.BYTES);
        return new ShufflePrediction(rawBytes, diskBytes, largestTask, spill, sum(perWorker, spill));
    }

    /**
     * A sorter that does not fit spills nearly all it holds, and its files live until the task ends (Spark's
     * UnsafeExternalSorter): the worst worker runs the largest task beside {@code cores - 1} mean ones.
     */
    private static Estimate spill(
            Estimate oneShuffle, Estimate largestTask, ShuffleShape shape, Estimate largestToMean, Fleet fleet) {
        if (!shape.buffers()) {
            return Estimate.exact(0, Unit.BYTES);
        }
        Estimate meanTask = oneShuffle.times(1.0 / shape.partitions(), Unit.BYTES);
        int running = Math.min(fleet.coresPerWorker(), shape.partitions());
        Estimate together = sum(meanTask.times(largestToMean, Unit.BYTES), meanTask.times(running - 1.0, Unit.BYTES));
        double memory = fleet.executionMemoryPerTask();
        return new Estimate(
                largestTask.value() > memory ? together.value() : 0,
                largestTask.low() > memory ? together.low() : 0,
                largestTask.high() > memory ? together.high() : 0,
                together.confidence(),
                Unit.BYTES);
    }

    private static Estimate sum(Estimate left, Estimate right) {
        return new Estimate(
                left.value() + right.value(),
                left.low() + right.low(),
                left.high() + right.high(),
                Math.min(left.confidence(), right.confidence()),
                Unit.BYTES);
    }
}
