package io.preflightguard.hudi.table;

import io.preflightguard.Redaction;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.security.AccessControlException;

/** Turns what Hudi and file systems throw into one line that names the table and says what to do. */
final class Failures {

    /** Something that is read from a table. */
    interface Read<T> {
        T read() throws IOException;
    }

    private Failures() {}

    /**
     * Reads, and turns every failure into an {@link IOException} that stands alone: a {@link LinkageError}, too, which
     * means "could not check" and must not end the job.
     */
    static <T> T named(String table, Read<T> read) throws IOException {
        try {
            return read.read();
        } catch (DamagedTableException | TableTooLargeException | NamedException named) {
            throw named;
        } catch (IOException | RuntimeException failed) {
            throw describe(table, failed);
        } catch (LinkageError lacking) {
            throw new NamedException(
                    "the table at " + table + " could not be read: the running Hudi, version " + HudiTable.hudiVersion()
                            + ", lacks what the guard calls (" + line(root(lacking))
                            + "); run a version of Hudi that the guard supports",
                    lacking);
        }
    }

    private static IOException describe(String table, Throwable failed) {
        Throwable root = root(failed);
        boolean denied = root instanceof AccessControlException || root instanceof AccessDeniedException;
        return new NamedException(
                "the table at " + table + " could not be read: " + line(root)
                        + (denied ? "; give the job the right to read and list everything below that path" : ""),
                failed);
    }

    /** The first cause, where the story began. */
    static Throwable root(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String line(Throwable failed) {
        String message = failed.getMessage() == null ? "" : failed.getMessage();
        String first = message.lines().findFirst().orElse("").trim();
        String type = failed.getClass().getSimpleName();
        if (failed instanceof FileNotFoundException) {
            return first.isEmpty() ? "a file is gone" : first;
        }
        return first.isEmpty() ? type + " without a message" : type + ": " + first;
    }

    /** Already says it all. */
    private static final class NamedException extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        NamedException(String message, Throwable cause) {
            super(Redaction.of(message), cause);
        }
    }
}
