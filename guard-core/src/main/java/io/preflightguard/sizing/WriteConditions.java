package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import java.util.Objects;

/**
 * What decides, beside its rows and shuffles, what a write needs.
 *
 * @param adaptive what adaptive execution does to the shuffle; {@link AdaptiveShuffle#off()} if it may not touch it
 * @param input how the rows lie in the input's partitions, of which each that has rows is a task that writes the shuffle's
 *     files; few of them lie unevenly on the workers
 * @param persistsRows whether the write persists its rows to memory and local disk while it runs, as Hudi's inserts and
 *     upserts do ({@code hoodie.write.tagged.record.storage.level})
 * @param shuffles how Spark writes shuffles
 * @param coalescedTo how many tasks at most read the shuffle, several of its partitions one after another if need be;
 *     {@link Integer#MAX_VALUE} if the write does not coalesce
 * @param inputShuffles whether the rows may come out of shuffles of their own, which the session's settings decide on, too
 */
public record WriteConditions(
        AdaptiveShuffle adaptive,
        InputPartitions input,
        boolean persistsRows,
        ShuffleSettings shuffles,
        int coalescedTo,
        boolean inputShuffles) {

    public WriteConditions {
        Objects.requireNonNull(adaptive, "adaptive");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(shuffles, "shuffles");
        if (coalescedTo < 1) {
            throw new IllegalArgumentException("A shuffle is read by a task at least: got " + coalescedTo);
        }
    }

    /** Of rows that do not come out of shuffles, by a write that does not coalesce. */
    public WriteConditions(
            AdaptiveShuffle adaptive, InputPartitions input, boolean persistsRows, ShuffleSettings shuffles) {
        this(adaptive, input, persistsRows, shuffles, Integer.MAX_VALUE, false);
    }

    /** How many tasks write the shuffle's files. */
    int writingTasks() {
        return input.withRows();
    }

    /** How unevenly their rows lie. */
    TaskSizes writers() {
        return input.sizes();
    }

    /**
     * The worst worker's part of the shuffle's files: with {@code t} tasks on {@code w} workers one of them runs {@code
     * ceil(t / w)}, of which one may be the largest.
     */
    Estimate worstPart(int workers) {
        Estimate largest = writers().largestToMean();
        return SpillOfSql.inOrder(
                worstPart(workers, largest.value()),
                worstPart(workers, largest.low()),
                worstPart(workers, largest.high()),
                largest.confidence(),
                largest.unit());
    }

    private double worstPart(int workers, double largestToMean) {
        int tasks = writingTasks();
        double ofLargest = Math.min(1, largestToMean / tasks);
        long others = ((long) tasks + workers - 1) / workers - 1;
        return ofLargest + (tasks == 1 ? 0 : others * (1 - ofLargest) / (tasks - 1));
    }
}
