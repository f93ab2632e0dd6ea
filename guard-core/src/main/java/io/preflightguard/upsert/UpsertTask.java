package io.preflightguard.upsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Objects;

/**
 * One task of the write.
 *
 * @param path the partition path
 * @param group the file group it writes, or the bucket's eight digits; empty for a new one that has no id yet
 * @param kind what it does
 * @param inserts records that are new to the file group
 * @param updates records that it has already
 * @param written bytes of the files it writes, the rows that it copies included; of a bucket that it appends to, those of
 *     its base file after the next compaction
 * @param incoming uncompressed bytes of the records that it is sent
 * @param files base or log files it writes
 */
public record UpsertTask(
        String path,
        String group,
        Kind kind,
        Estimate inserts,
        Estimate updates,
        Estimate written,
        Estimate incoming,
        Estimate files) {

    public UpsertTask {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(kind, "kind");
    }

    /** What a task does with its file group. */
    public enum Kind {
        /** Writes new files, one after the other, each to about its largest size. */
        INSERT,
        /** Rewrites the base file with the records in it; it is not cut, however large it grows. */
        MERGE,
        /** Appends the records to a log file. */
        APPEND,
        /** Writes one new file, which is not cut, for a bucket that had none. */
        BUCKET
    }

    /** Records that it is sent. */
    public Estimate records() {
        return Estimates.plus(inserts, updates, Unit.COUNT);
    }
}
