package io.preflightguard;

/** What the guard does with what it finds. */
public enum Mode {
    /** Checks, then refuses the write if a finding of severity {@link Severity#FAIL} stands. The default. */
    ENFORCE,
    /** Checks and reports; never refuses. The way to try the guard on a running job. */
    WARN,
    /** Checks, says what it would do, and writes nothing. */
    DRY_RUN,
    /** Checks nothing: the write goes straight through. The kill switch. */
    OFF
}
