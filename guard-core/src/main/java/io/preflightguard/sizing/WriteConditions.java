package io.preflightguard.sizing;

import java.util.Objects;

/**
 * What decides, beside its rows and shuffles, what a write needs.
 *
 * @param adaptive what adaptive execution does to the shuffle; {@link AdaptiveShuffle#off()} if it may not touch it
 * @param writingTasks how many tasks write the shuffle's files; few of them lie unevenly on the workers
 * @param persistsRows whether the write persists its rows to memory and local disk while it runs, as Hudi's inserts and
 *     upserts do ({@code hoodie.write.tagged.record.storage.level})
 * @param shuffles how Spark writes shuffles
 */
public record WriteConditions(
        AdaptiveShuffle adaptive, int writingTasks, boolean persistsRows, ShuffleSettings shuffles) {

    public WriteConditions {
        Objects.requireNonNull(adaptive, "adaptive");
        Objects.requireNonNull(shuffles, "shuffles");
        if (writingTasks < 1) {
            throw new IllegalArgumentException("A shuffle is written by a task at least: got " + writingTasks);
        }
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
