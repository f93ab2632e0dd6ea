package io.preflightguard.hudi.table;

import java.util.Objects;
import java.util.Set;

/**
 * A table service that was planned and has not finished. Immutable.
 *
 * @param kind what it does
 * @param instant its entry in the timeline
 * @param fileGroups the file groups that its plan names; empty for kinds that name none
 */
public record PendingService(Kind kind, TimelineInstant instant, Set<FileGroup> fileGroups) {

    /** What a table service does. */
    public enum Kind {
        /** Merges log files into new base files. */
        COMPACTION,
        /** Merges log files into fewer. */
        LOG_COMPACTION,
        /** Rewrites file groups into others. */
        CLUSTERING,
        /** Deletes files that are no longer needed. */
        CLEANING,
        /** Undoes a write that failed. */
        ROLLBACK,
        /** Builds an index. */
        INDEXING,
        /** Takes the table back to a savepoint. */
        RESTORE,
        /** Something that this guard has no word for. */
        OTHER
    }

    public PendingService {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(instant, "instant");
        fileGroups = Set.copyOf(fileGroups);
    }
}
