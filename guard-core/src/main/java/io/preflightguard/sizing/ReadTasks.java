package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.stream.DoubleStream;

/**
 * The tasks that read a shuffle.
 *
 * @param fewest how many there are at least
 * @param count how many there are, as far as the estimate itself goes
 * @param most how many there are at most
 * @param meanRows rows of the mean one
 * @param largestRows rows of the largest one
 */
record ReadTasks(int fewest, int count, int most, Estimate meanRows, Estimate largestRows) {

    /** @param largestToMean the largest partition, as a multiple of the mean */
    static ReadTasks of(Load load, int partitions, AdaptiveShuffle adaptive, Estimate largestToMean) {
        Estimate bytes = load.shuffleBytes();
        int[] tasks = DoubleStream.of(bytes.low(), bytes.value(), bytes.high())
                .mapToInt(end -> adaptive.tasks(end, partitions))
                .toArray();
        int fewest = Math.min(Math.min(tasks[0], tasks[1]), tasks[2]);
        int most = Math.max(Math.max(tasks[0], tasks[1]), tasks[2]);
        Estimate rows = load.rows();
        Estimate mean =
                estimate(rows.value() / tasks[1], rows.low() / tasks[0], rows.high() / tasks[2], bytes.confidence());
        Estimate partition = rows.times(1.0 / partitions, Unit.COUNT).times(largestToMean, Unit.COUNT);
        if (fewest == partitions) {
            return new ReadTasks(fewest, tasks[1], most, mean, partition);
        }
        // Neighbours are merged up to the target; one partition that is larger stays as it is.
        double target = adaptive.targetBytes(bytes.high())
                / Math.max(1e-9, load.compressed().low());
        Estimate largest = estimate(
                Math.max(mean.value(), partition.value()),
                Math.max(mean.low(), partition.low()),
                Math.max(Math.min(rows.high(), target), partition.high()),
                partition.confidence());
        return new ReadTasks(fewest, tasks[1], most, mean, largest);
    }

    /** Uncompressed bytes of the largest. */
    Estimate largestBytes(Load load) {
        return largestRows.times(load.bytesPerRow(), Unit.BYTES);
    }

    private static Estimate estimate(double value, double oneEnd, double otherEnd, double confidence) {
        return SpillOfSql.inOrder(value, oneEnd, otherEnd, confidence, Unit.COUNT);
    }
}
