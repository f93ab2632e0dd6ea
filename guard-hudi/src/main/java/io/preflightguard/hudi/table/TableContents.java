package io.preflightguard.hudi.table;

import java.io.IOException;
import java.util.List;

/**
 * What a table holds, read when it is asked for and then kept: two calls give the same answer. Nothing of the table is
 * changed. Thread-safe.
 *
 * <p>Every method throws {@link DamagedTableException} if a file that it reads cannot be understood, and another
 * {@link IOException} if it cannot be read or the running Hudi lacks what the guard calls; the message is one line that
 * names the table and, where one is to blame, the file.
 */
public interface TableContents {

    /** The active timeline, oldest first: completed, inflight and requested instants of every action. */
    List<TimelineInstant> timeline() throws IOException;

    /**
     * The latest file slices. Lists the whole table once and reads the newest commits of the active timeline.
     *
     * @throws TableTooLargeException if the table has more files than can be listed before a write
     */
    TableFiles files() throws IOException;

    /** The table services that were planned and have not finished, oldest first. */
    List<PendingService> pendingServices() throws IOException;

    /**
     * The newest completed commits in the active timeline, newest first.
     *
     * @param most how many at most
     */
    List<CommitState> commits(int most) throws IOException;
}
