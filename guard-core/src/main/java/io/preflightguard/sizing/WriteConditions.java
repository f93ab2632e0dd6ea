package io.preflightguard.sizing;

import java.util.Objects;

/**
 * What decides, beside its rows and shuffles, what a write needs.
 *
 * @param adaptive what adaptive execution does to the shuffle; {@link AdaptiveShuffle#off()} if it may not touch it
 * @param writingTasks how many tasks write the shuffle's files; few of them lie unevenly on the workers
 * @param writers how unevenly the rows lie in the input's partitions, of which each is such a task
 * @param persistsRows whether the write persists its rows to memory and local disk while it runs, as Hudi's inserts and
 *     upserts do ({@code hoodie.write.tagged.record.storage.level})
 * @param shuffles how Spark writes shuffles
 * @param coalescedTo how many tasks at most read the shuffle, several of its partitions one after another if need be;
 *     {@link Integer#MAX_VALUE} if the write does not coalesce
 * @param inputShuffles whether the rows may come out of shuffles of their own, which the session's settings decide on, too
 */
public record WriteConditions(
        AdaptiveShuffle adaptive,
        int writingTasks,
        TaskSizes writers,
        boolean persistsRows,
        ShuffleSettings shuffles,
        int coalescedTo,
        boolean inputShuffles) {

    public WriteConditions {
        Objects.requireNonNull(adaptive, "adaptive");
        Objects.requireNonNull(writers, "writers");
        Objects.requireNonNull(shuffles, "shuffles");
        if (writingTasks < 1 || coalescedTo < 1) {
            throw new IllegalArgumentException(
                    "A shuffle is written and read by a task at least: got " + writingTasks + " and " + coalescedTo);
        }
    }

    /** Of rows that do not come out of shuffles but lie about evenly, by a write that does not coalesce. */
    public WriteConditions(AdaptiveShuffle adaptive, int writingTasks, boolean persistsRows, ShuffleSettings shuffles) {
        this(
                adaptive,
                writingTasks,
                TaskSizes.known(PartitionAdvice.UNEVEN),
                persistsRows,
                shuffles,
                Integer.MAX_VALUE,
                false);
    }

    /** The same of rows that lie otherwise. */
    WriteConditions withWriters(TaskSizes others) {
        return new WriteConditions(adaptive, writingTasks, others, persistsRows, shuffles, coalescedTo, inputShuffles);
    }

    /**
     * The worst worker's part of the shuffle's files, as a multiple of the mean: with {@code t} tasks on {@code w} workers
     * one of them runs {@code ceil(t / w)}.
     */
    double imbalance(int workers) {
        long worst = ((long) writingTasks + workers - 1) / workers;
        return (double) worst * workers / writingTasks;
    }
}
