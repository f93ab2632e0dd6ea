package io.preflightguard.skew;

/** What a task does with the rows that a shuffle brings it, as far as its memory goes. */
public enum ShuffleConsumer {
    /** Takes row after row and holds none, as Hudi's writer does: a large task is slow and no more. */
    STREAMS,
    /** Sorts its rows or aggregates them in Spark's own memory, and writes to local disk what does not fit. */
    SPILLS,
    /** Holds all its rows at once and cannot spill, as the side of a join that a hash table is built of. */
    HOLDS_TASK,
    /**
     * Holds all values of a key at once, as {@code collect_list} does. Of how many keys at once is up to Spark: of every
     * key of the task, until {@code spark.sql.objectHashAggregate.sortBased.fallbackThreshold} (128) make it sort.
     */
    HOLDS_KEY;

    boolean holds() {
        return this == HOLDS_TASK || this == HOLDS_KEY;
    }
}
