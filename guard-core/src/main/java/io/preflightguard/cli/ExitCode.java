package io.preflightguard.cli;

/** What the command line tells the process that called it. */
final class ExitCode {

    /** Nothing at or above the threshold. */
    static final int OK = 0;

    /** Findings at or above the threshold. */
    static final int FINDINGS = 1;

    /** The command line or the configuration is wrong. */
    static final int USAGE = 2;

    /** Something could not be checked, so nothing is known of it. */
    static final int COULD_NOT_CHECK = 3;

    private ExitCode() {}
}
