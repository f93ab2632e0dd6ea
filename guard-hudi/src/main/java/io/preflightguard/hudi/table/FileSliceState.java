package io.preflightguard.hudi.table;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The latest slice of a file group: its newest base file and the log files written on top of it. Immutable.
 *
 * @param partitionPath the folder below the base path, without a leading or trailing slash; empty if the table is not
 *     partitioned
 * @param fileId the id of the file group
 * @param baseInstant the instant of the slice: that of its base file or, if it has log files only, that from which they
 *     count
 * @param baseBytes size of the base file in bytes; 0 if the slice has log files only
 * @param baseRows rows in the base file, or {@code null} if they are not known without opening it
 * @param logFiles number of log files
 * @param logBytes size of all log files together in bytes
 * @param pendingService whether a compaction or clustering is planned for the file group and has not finished
 * @param baseFile the base file's path below the base path; empty if the slice has log files only
 */
public record FileSliceState(
        String partitionPath,
        String fileId,
        String baseInstant,
        long baseBytes,
        @Nullable Long baseRows,
        int logFiles,
        long logBytes,
        boolean pendingService,
        String baseFile) {

    public FileSliceState {
        Objects.requireNonNull(partitionPath, "partitionPath");
        Objects.requireNonNull(fileId, "fileId");
        Objects.requireNonNull(baseInstant, "baseInstant");
        Objects.requireNonNull(baseFile, "baseFile");
        if (baseBytes < 0 || logFiles < 0 || logBytes < 0) {
            throw new IllegalArgumentException("a size or count of file group " + fileId + " is below 0");
        }
    }

    /** Bytes of the base file and the log files together. */
    public long bytes() {
        return baseBytes + logBytes;
    }
}
