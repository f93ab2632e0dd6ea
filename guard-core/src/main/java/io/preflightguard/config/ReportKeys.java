package io.preflightguard.config;

/** How a report names keys. A null key is always named as such. */
public enum ReportKeys {
    /** By their values. */
    SHOW,
    /** Partition paths, which are folder names anyway, by their values, and every other key by its rank. The default. */
    SHOW_PARTITION_PATHS,
    /** By a keyed digest of their values, the same in every run, so that reports can be compared. */
    HASH,
    /** By their rank. */
    HIDE
}
