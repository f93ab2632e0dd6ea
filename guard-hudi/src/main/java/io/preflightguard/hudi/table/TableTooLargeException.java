package io.preflightguard.hudi.table;

import io.preflightguard.Redaction;
import java.io.IOException;
import java.io.Serial;

/** A table has more files than can be listed in the seconds before a write. */
public final class TableTooLargeException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    TableTooLargeException(String table, int most) {
        super(Redaction.of(
                "the table at " + table + " has more than " + most + " files, too many to list before a write"));
    }
}
