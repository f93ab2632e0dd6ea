package io.preflightguard.config;

/** What a guarded write does about skew that is certain. */
public enum OnSkew {
    /** It is refused. The default. */
    FAIL,
    /** Its rows are spread over tasks first, whatever {@link Repair} says; it is refused where that cannot be done. */
    SALT,
    /** It goes through with a warning. */
    WARN
}
