package io.preflightguard.upsert;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a write's options, Hudi's defaults where they say nothing, mean for how records become tasks. Sizes in bytes.
 *
 * @param line the line of Hudi that writes
 * @param mergeOnRead whether updates are appended to log files
 * @param maxFileBytes {@code hoodie.parquet.max.file.size}
 * @param closedAbove the size at which a file's writer closes it and begins another, by {@code
 *     hoodie.parquet.compression.ratio}
 * @param pageBytes {@code hoodie.parquet.page.size}
 * @param smallFileBytes {@code hoodie.parquet.small.file.limit}: smaller files take inserts; 0 or less switches it off
 * @param addsToFiles whether the operation adds to files that are there, which one that overwrites does not
 * @param smallFilesPerPath how many a merge-on-read table fills in one path, {@code
 *     hoodie.merge.small.file.group.candidates.limit}
 * @param autoSplit {@code hoodie.copyonwrite.insert.auto.split}
 * @param splitRows {@code hoodie.copyonwrite.insert.split.size}, which counts without {@code autoSplit}
 * @param statedRecordBytes {@code hoodie.copyonwrite.record.size.estimate}
 * @param threshold {@code hoodie.record.size.estimation.threshold}, of {@code smallFileBytes}
 * @param buckets file groups of a path under a bucket index with a fixed number of them; empty under any other index
 */
public record UpsertSettings(
        HudiLine line,
        boolean mergeOnRead,
        long maxFileBytes,
        double closedAbove,
        long pageBytes,
        long smallFileBytes,
        boolean addsToFiles,
        int smallFilesPerPath,
        boolean autoSplit,
        long splitRows,
        long statedRecordBytes,
        double threshold,
        OptionalInt buckets) {

    public UpsertSettings {
        Objects.requireNonNull(line, "line");
        Objects.requireNonNull(buckets, "buckets");
        if (maxFileBytes < 1 || splitRows < 1 || statedRecordBytes < 1 || smallFilesPerPath < 0) {
            throw new IllegalArgumentException("A file, a split and a record have a size: got " + maxFileBytes + ", "
                    + splitRows + " and " + statedRecordBytes);
        }
        if (buckets.isPresent() && buckets.getAsInt() < 1) {
            throw new IllegalArgumentException("A path has at least one bucket: got " + buckets.getAsInt());
        }
    }

    /** How many bytes a write must have written for Hudi to learn the size of a record from it. */
    long learnsAbove() {
        return (long) (threshold * smallFileBytes);
    }

    /** Inserts that go to one task of their own. */
    long rowsPerTask(RecordSize record) {
        return autoSplit ? (int) Math.ceil((double) maxFileBytes / record.bytes()) : splitRows;
    }
}
