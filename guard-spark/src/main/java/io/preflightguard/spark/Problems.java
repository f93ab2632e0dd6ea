package io.preflightguard.spark;

import io.preflightguard.Outcome;
import io.preflightguard.spark.sample.UnreadableInputException;
import java.io.IOException;
import java.util.regex.Pattern;

/** Turns what went wrong inside the guard into one line that can be shown. */
final class Problems {

    private static final int LONGEST = 300;
    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]+@");

    private Problems() {}

    static Outcome outcome(Throwable problem) {
        if (problem instanceof UnreadableInputException unreadable) {
            return new Outcome.Skipped(Outcome.SkipReason.NOT_POSSIBLE, unreadable.getMessage(), unreadable.wayOut());
        }
        if (problem instanceof LinkageError) {
            return new Outcome.Errored(
                    "this version of Spark or Hudi lacks something the guard needs: " + describe(problem),
                    "Report it with the versions; the write itself is not affected.");
        }
        return new Outcome.Errored(describe(problem), "The log has the details; the check can be made again.");
    }

    private static String describe(Throwable problem) {
        String message = problem.getMessage();
        if (message == null || message.isBlank()) {
            return problem.getClass().getSimpleName() + " without a message";
        }
        String line =
                USER_INFO.matcher(message.lines().findFirst().orElse("").trim()).replaceAll("//***@");
        String named = problem.getClass().getName().startsWith("io.preflightguard") || problem instanceof IOException
                ? line
                : problem.getClass().getSimpleName() + ": " + line;
        return named.length() <= LONGEST ? named : named.substring(0, LONGEST - 3) + "...";
    }
}
