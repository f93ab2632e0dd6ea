package io.preflightguard.hudi.table;

import io.preflightguard.hudi.table.Failures.Read;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Reads once more what was broken: a writer deletes and creates {@code hoodie.properties} when it changes a setting, and a
 * file system may show a file of the timeline before its last byte.
 */
final class SecondLook {

    /** As long as Hudi waits between two attempts at the settings. */
    private static final long PAUSE_MILLIS = 1000;

    private SecondLook() {}

    /**
     * Reads, and if a file is broken, reads anew a second later.
     *
     * @param again as {@code first}, with nothing kept that was read before
     * @throws DamagedTableException if the same file is broken again
     * @throws IOException if another one is, or the thread is interrupted meanwhile
     */
    static <T> T at(Read<T> first, Read<T> again) throws IOException {
        try {
            return first.read();
        } catch (DamagedTableException broken) {
            pause();
            try {
                return again.read();
            } catch (DamagedTableException still) {
                if (still.file().equals(broken.file())) {
                    throw still;
                }
                // Without a cause: the root of a failure is what is told of it.
                throw new IOException("it was written to while it was read: first " + broken.file() + " "
                        + broken.problem() + ", then " + still.file() + " " + still.problem() + "; check it once more");
            }
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before a second look at a broken file");
        }
    }
}
