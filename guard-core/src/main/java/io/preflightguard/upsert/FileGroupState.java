package io.preflightguard.upsert;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The latest slice of a file group, as far as writing to it goes.
 *
 * @param path the partition path; empty if the table is not partitioned
 * @param fileId its id
 * @param baseBytes size of the base file; 0 if there are log files only
 * @param baseRows rows of the base file, or null if not known
 * @param logFiles number of log files
 * @param busy whether a compaction or clustering of it is planned and not finished: such a group takes no inserts
 */
public record FileGroupState(
        String path,
        String fileId,
        long baseBytes,
        @Nullable Long baseRows,
        int logFiles,
        boolean busy) {

    public FileGroupState {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(fileId, "fileId");
    }
}
