package io.preflightguard.config;

/** What a failure of the guard itself does to the write. */
public enum OnError {
    /** The write goes on; the report says what could not be checked. The default. */
    CONTINUE,
    /** The write is refused, as if the check had found something. */
    BLOCK
}
