package io.preflightguard.hudi.table;

import io.preflightguard.Redaction;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** A table has more files than can be listed in the seconds before a write, or its store is too slow for that. */
public final class TableTooLargeException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String wayOut;

    private TableTooLargeException(String message, String wayOut) {
        super(Redaction.of(message));
        this.wayOut = wayOut;
    }

    static TableTooLargeException ofCount(String table, int most) {
        return new TableTooLargeException(
                "the table at " + table + " has more than " + most + " files, too many to list before a write",
                "Compact, cluster and clean the table, so that it has fewer files.");
    }

    static TableTooLargeException ofTime(String table, int seen, Duration most) {
        return new TableTooLargeException(
                "the files of the table at " + table + " could not be listed within " + most.toMillis() / 1000.0
                        + " s; " + seen + " files and folders were seen by then",
                "Raise spark.guard.time-budget, half of which the listing may use, or compact, cluster and clean the table.");
    }

    /** What to do next, in a sentence of its own. */
    public String wayOut() {
        return wayOut;
    }
}
