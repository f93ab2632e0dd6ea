package io.preflightguard.hudi.table;

import io.preflightguard.Redaction;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A file that Hudi keeps about a table cannot be understood; the message names table and file in one line. */
public final class DamagedTableException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String problem;

    DamagedTableException(String table, String file, String problem, @Nullable Throwable cause) {
        super(Redaction.of("the table at " + table + " is damaged: " + file + " " + problem), cause);
        this.file = file;
        this.problem = problem;
    }

    /** The file below the base path. */
    public String file() {
        return file;
    }

    /** What is wrong with it: the rest of a sentence that begins with the file's name. */
    public String problem() {
        return problem;
    }
}
