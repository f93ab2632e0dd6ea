package io.preflightguard.hudi.table;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a table's active timeline, in the furthest state it has reached. Immutable; ordered by time.
 *
 * @param time when it was requested, as Hudi writes it: {@code yyyyMMddHHmmssSSS} in the table's time zone
 * @param action Hudi's own word: {@code commit}, {@code deltacommit}, {@code replacecommit}, {@code compaction}, ...
 * @param completionTime when it was finished, as Hudi writes it; null if it is not. On a table of version 6 Hudi takes it
 *     from the file's modification time
 */
public record TimelineInstant(
        String time,
        String action,
        InstantState state,
        @Nullable String completionTime) implements Comparable<TimelineInstant> {

    private static final Comparator<TimelineInstant> ORDER =
            Comparator.comparing(TimelineInstant::time).thenComparing(TimelineInstant::action);

    public TimelineInstant {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(state, "state");
    }

    /** Whether it is finished. */
    public boolean isCompleted() {
        return state == InstantState.COMPLETED;
    }

    /** Whether it is a finished write of any kind, a compaction or clustering included. */
    public boolean isCompletedWrite() {
        return isCompleted() && (action.equals("commit") || action.equals("deltacommit") || isReplacement());
    }

    /** Whether it replaces file groups: an insert_overwrite, a deletion of partitions, a clustering. */
    public boolean isReplacement() {
        return action.equals("replacecommit");
    }

    @Override
    public int compareTo(TimelineInstant other) {
        return ORDER.compare(this, other);
    }
}
