package io.preflightguard;

/** What a rule looks at. */
public enum Category {
    /** The rows about to be written. */
    INPUT,
    /** How unevenly keys are spread. */
    SKEW,
    /** Columns and types. */
    SCHEMA,
    /** Memory, partitions and disk. */
    SIZING,
    /** The table that is written to. */
    TABLE
}
