package io.preflightguard.hudi.table;

/** What a write does to a table that stands at its path. */
public enum WriteEffect {
    /** Builds on it. */
    ADDS,
    /** Deletes it unread and writes a new one, whatever state it is in. Measured on Hudi 0.15.0 and 1.0.2. */
    REPLACES,
    /**
     * Leaves it as it is: {@code SaveMode.Ignore} and {@code SaveMode.ErrorIfExists}. Measured on Hudi 0.15.0 and 1.0.2,
     * both end in an error.
     */
    NONE
}
