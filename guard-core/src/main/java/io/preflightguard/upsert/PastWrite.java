package io.preflightguard.upsert;

import java.util.List;
import java.util.Objects;

/**
 * What a completed write of the table says of its files.
 *
 * @param action what the timeline calls it
 * @param files the files it wrote
 */
public record PastWrite(Action action, List<WrittenFile> files) {

    public PastWrite {
        Objects.requireNonNull(action, "action");
        files = List.copyOf(files);
    }

    /** The actions that write records. */
    public enum Action {
        COMMIT,
        DELTA_COMMIT,
        REPLACE_COMMIT
    }

    /**
     * One file, as the commit's metadata has it.
     *
     * @param base whether it is a base file, not a log file
     * @param bytes its size
     * @param rows records written to it, those copied from the file before it included
     */
    public record WrittenFile(boolean base, long bytes, long rows) {}
}
