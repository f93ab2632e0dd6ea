package io.preflightguard.spark;

import io.preflightguard.Outcome;
import io.preflightguard.spark.sample.UnreadableInputException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what went wrong inside the guard into one line that can be shown. */
final class Problems {

    private static final int LONGEST = 300;
    private static final Pattern ERROR_CONDITION = Pattern.compile("\\[[A-Z0-9_.]+]");

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
        String type = problem.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return type + " without a message";
        }
        String line = message.lines().findFirst().orElse("").trim();
        if (problem.getClass().getName().startsWith("org.apache.spark.")) {
            // What follows the error class may quote values of the data.
            Matcher condition = ERROR_CONDITION.matcher(line);
            return type + (condition.lookingAt() ? " " + condition.group() : "") + " from Spark";
        }
        boolean speaksForItself =
                problem.getClass().getName().startsWith("io.preflightguard") || problem instanceof IOException;
        String named = speaksForItself ? line : type + ": " + line;
        return named.length() <= LONGEST ? named : named.substring(0, LONGEST - 3) + "...";
    }
}
