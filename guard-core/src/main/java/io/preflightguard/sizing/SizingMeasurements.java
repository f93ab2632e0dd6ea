package io.preflightguard.sizing;

/** The names under which a sizing verdict states what it predicts, so that facts can be put beside them later. */
public final class SizingMeasurements {

    /** The check that states them. */
    public static final String CHECK = "sizing: shuffle, memory and disk";

    /** Rows of the input. */
    public static final String ROWS = "rows";

    /** Compressed bytes of all shuffles of the write. */
    public static final String SHUFFLE_BYTES = "shuffle bytes";

    /**
     * Compressed bytes that the largest reducing task reads; stated for one shuffle of the rows as they were measured, if
     * how they fall into tasks is predicted.
     */
    public static final String LARGEST_TASK = "largest task, as shuffled";

    /** Bytes that all tasks of the write spill to disk; stated as the one above. */
    public static final String SPILL_OF_ALL_TASKS = "spill of all tasks";

    private SizingMeasurements() {}
}
