package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.stream.DoubleStream;

/**
 * What the tasks of a stage spill that sort their rows. All in bytes.
 *
 * <p>A spill file stays until its task ends ({@code UnsafeExternalSorter.cleanupResources}), so what tasks that run
 * together spill adds up on a worker's disk.
 *
 * @param memoryOfLargest what the largest task would hold at its peak if it were granted all it asks for
 * @param memoryPerTask what a task is granted
 * @param perWorker compressed bytes that tasks running together on the worst worker spill; 0 if none does
 */
record Spill(Estimate memoryOfLargest, long memoryPerTask, Estimate perWorker) {

    /**
     * @param rows rows of the shuffle
     * @param bytesPerRow uncompressed bytes per row, with the 4 bytes of its length
     * @param compressed compressed bytes per row
     * @param tasks how many tasks read the shuffle
     * @param largestToMean the largest of them, as a multiple of the mean
     */
    static Spill of(
            Estimate rows, Estimate bytesPerRow, Estimate compressed, int tasks, Estimate largestToMean, Fleet fleet) {
        long memory = fleet.executionMemoryOfOneOf(tasks);
        long page = fleet.memory().pageBytes(fleet.coresPerWorker());
        int others = Math.min(fleet.coresPerWorker(), tasks) - 1;
        Ends low = new Ends(rows.low() / tasks, bytesPerRow.low(), compressed.low(), largestToMean.low());
        Ends value = new Ends(rows.value() / tasks, bytesPerRow.value(), compressed.value(), largestToMean.value());
        Ends high = new Ends(rows.high() / tasks, bytesPerRow.high(), compressed.high(), largestToMean.high());
        double confidence = rows.times(bytesPerRow, Unit.BYTES)
                .times(compressed, Unit.BYTES)
                .times(largestToMean, Unit.BYTES)
                .confidence();
        double[] spilled = DoubleStream.of(
                        low.spilled(page, memory, others),
                        value.spilled(page, memory, others),
                        high.spilled(page, memory, others))
                // Larger rows fill a load sooner, which may leave a few more of them in memory at the end.
                .sorted()
                .toArray();
        return new Spill(
                new Estimate(value.peak(page), low.peak(page), high.peak(page), confidence, Unit.BYTES),
                memory,
                new Estimate(spilled[1], spilled[0], spilled[2], confidence, Unit.BYTES));
    }

    /** Nothing: tasks that hold no rows. */
    static Spill none(long memoryPerTask) {
        Estimate nothing = Estimate.exact(0, Unit.BYTES);
        return new Spill(nothing, memoryPerTask, nothing);
    }

    /** Whether the largest task spills, as far as the estimate itself goes. */
    boolean isLikely() {
        return memoryOfLargest.value() > memoryPerTask;
    }

    /** Whether it spills wherever in its interval the truth lies. */
    boolean isCertain() {
        return memoryOfLargest.low() > memoryPerTask;
    }

    /** Whether it cannot be ruled out. */
    boolean isPossible() {
        return memoryOfLargest.high() > memoryPerTask;
    }

    /** One end of every interval. */
    private record Ends(double rowsPerTask, double bytesPerRow, double compressed, double largestToMean) {

        double peak(long page) {
            return bytesPerRow <= 0 ? 0 : new SortMemory(bytesPerRow, page).peak(rowsPerTask * largestToMean);
        }

        double spilled(long page, long memory, int others) {
            if (bytesPerRow <= 0) {
                return 0;
            }
            SortMemory sort = new SortMemory(bytesPerRow, page);
            return compressed
                    * (sort.spilledRows(rowsPerTask * largestToMean, memory)
                            + others * sort.spilledRows(rowsPerTask, memory));
        }
    }
}
