package io.preflightguard.hudi.table;

import io.preflightguard.Redaction;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** A table has more files than can be listed in the seconds before a write, or its store is too slow for that. */
public final class TableTooLargeException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private TableTooLargeException(String message) {
        super(Redaction.of(message));
    }

    static TableTooLargeException ofCount(String table, int most) {
        return new TableTooLargeException(
                "the table at " + table + " has more than " + most + " files, too many to list before a write");
    }

    static TableTooLargeException ofTime(String table, int seen, Duration most) {
        return new TableTooLargeException("the files of the table at " + table + " could not be listed within "
                + most.toMillis() / 1000.0 + " s; " + seen + " files and folders were seen by then");
    }
}
