package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/**
 * What the tasks of a stage spill. All in bytes.
 *
 * <p>A spill file stays until its task ends ({@code UnsafeExternalSorter.cleanupResources}), so what tasks that run
 * together spill adds up on a worker's disk.
 *
 * @param holds what the largest task holds at its peak if it is granted all it asks for; of {@code objects} the bytes of its
 *     rows as serialised, which is less than they take
 * @param memoryPerTask what a task is granted at least
 * @param memoryAtMost what a task is granted at most
 * @param perWorker bytes on the disk of the worst worker, of tasks that run together
 * @param ofAllTasks bytes that all tasks spill, one after another or together
 * @param objects whether tasks hold objects on the heap, whose size Spark itself only estimates
 */
record Spill(
        Estimate holds,
        long memoryPerTask,
        long memoryAtMost,
        Estimate perWorker,
        Estimate ofAllTasks,
        boolean objects) {

    /** What the tasks spill that read a shuffle, or sort rows where they lie. */
    static Spill ofReaders(Load load, ShuffleShape shape, ReadTasks tasks, WriteConditions conditions, Fleet fleet) {
        if (!shape.isOfSql()) {
            return ofObjects(load, shape, tasks, conditions, fleet);
        }
        return shape.buffers() ? SpillOfSql.ofSort(load, tasks, fleet) : none(fleet.executionMemoryPerTask());
    }

    /** Nothing: tasks that hold no rows. */
    static Spill none(long memoryPerTask) {
        Estimate nothing = Estimate.exact(0, Unit.BYTES);
        return new Spill(nothing, memoryPerTask, memoryPerTask, nothing, nothing, false);
    }

    /**
     * Inserts and upserts shuffle objects by Kryo, and keep them on the heap. How large they are there, and when they are
     * spilled, only their run shows: it may be nothing, or all rows of the tasks that run together.
     */
    private static Spill ofObjects(
            Load load, ShuffleShape shape, ReadTasks tasks, WriteConditions conditions, Fleet fleet) {
        long memory = memoryOfObjects(conditions, fleet);
        Estimate serialised = tasks.largestBytes(load);
        Estimate holds = shape.buffers() ? serialised : Estimate.exact(0, Unit.BYTES);
        double inSpill = load.inSpill().high();
        int readers = fleet.togetherAtMost(tasks.most());
        int writers = fleet.togetherAtMost(conditions.writingTasks());
        double rowsRead =
                tasks.largestRows().high() + (readers - 1) * tasks.meanRows().high();
        double rowsWritten = Math.min(
                load.rows().high(),
                (conditions.writers().largestToMean().high() + writers - 1)
                        * load.rows().high()
                        / conditions.writingTasks());
        double most = Math.min(load.rows().high(), Math.max(rowsRead, rowsWritten)) * inSpill;
        double value = holds.value() > memory ? most : 0;
        Estimate perWorker = new Estimate(value, 0, most, serialised.confidence(), Unit.BYTES);
        double all = load.rows().high() * inSpill * Math.max(1, shape.volume().high());
        Estimate ofAll = new Estimate(value, 0, Math.max(all, most), serialised.confidence(), Unit.BYTES);
        return new Spill(holds, memory, memory, perWorker, ofAll, true);
    }

    /** Memory in bytes of a task that keeps objects. */
    static long memoryOfObjects(WriteConditions conditions, Fleet fleet) {
        return conditions.persistsRows() ? fleet.heapMemoryPerTaskBesideCache() : fleet.heapMemoryPerTask();
    }

    /** Whether it spills wherever in its interval the truth lies. */
    boolean isCertain() {
        return holds.low() > memoryAtMost;
    }

    /** Whether it is to be expected: of objects, whose size is not known, only if even their rows as serialised do. */
    boolean isPossible() {
        return (objects ? holds.low() : holds.high()) > memoryPerTask;
    }
}
