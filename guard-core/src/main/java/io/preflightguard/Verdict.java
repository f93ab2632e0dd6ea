package io.preflightguard;

/** What a report comes to, taken over all its checks. */
public enum Verdict {
    /** Every check that applies examined something and found nothing above {@link Severity#INFO}. */
    PASSED,
    /** Nothing was found, but at least one check that applies could not be completed. Never to be read as passed. */
    INCOMPLETE,
    /** The gravest finding is a {@link Severity#WARN}. */
    WARNED,
    /** What would have failed was repaired by the guard before the write, and nothing else is left. */
    REPAIRED,
    /** At least one finding of severity {@link Severity#FAIL}, not repaired. */
    FAILED,
    /** {@link Mode#OFF}: nothing was looked at. */
    OFF
}
