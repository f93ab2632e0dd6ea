package io.preflightguard.config;

/** Which key values a report may show. What is not shown appears by its rank. */
public enum KeyValues {
    /** Values of every key column. */
    ALL,
    /** Only partition path values, which are folder names anyway. The default. */
    PARTITION_PATHS,
    /** None. */
    NONE
}
