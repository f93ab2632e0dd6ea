package io.preflightguard.upsert;

/** The lines of Hudi that estimate the size of a record differently. */
public enum HudiLine {
    /** 0.15: the newest write that is large enough. */
    V0,
    /** 1.0: the newest five writes, those that are large enough together. */
    V1
}
