package io.preflightguard.upsert;

import io.preflightguard.upsert.PastWrite.Action;
import io.preflightguard.upsert.PastWrite.WrittenFile;
import java.util.List;

/**
 * What Hudi takes a record to weigh in a file when it decides how many go to one task.
 *
 * @param bytes bytes of one record, at least 1
 * @param fromWrites whether earlier writes say so, and not an option or its default
 */
public record RecordSize(long bytes, boolean fromWrites) {

    /** {@code _hoodie.record.size.estimator.max.commits}, which is internal to Hudi. */
    private static final int WRITES_OF_V1 = 5;

    public RecordSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("A record weighs something: got " + bytes);
        }
    }

    /**
     * Hudi 0.15's AverageRecordSizeUtils and 1.0's AverageRecordSizeEstimator. Either counts a write only if it wrote more than
     * {@code threshold * small file limit}; of a delta commit only base files count, which 1.0 holds against the
     * threshold one by one.
     *
     * @param writes the table's completed writes, newest first
     */
    public static RecordSize of(List<PastWrite> writes, UpsertSettings settings) {
        return settings.line() == HudiLine.V0 ? newest(writes, settings) : newestFive(writes, settings);
    }

    private static RecordSize newest(List<PastWrite> writes, UpsertSettings settings) {
        for (PastWrite write : writes) {
            Sum sum = new Sum();
            counting(write).forEach(file -> sum.add(file.bytes(), file.rows()));
            if (sum.bytes > settings.learnsAbove() && sum.rows > 0) {
                return new RecordSize(Math.max(1, (long) Math.ceil((double) sum.bytes / sum.rows)), true);
            }
        }
        return new RecordSize(settings.statedRecordBytes(), false);
    }

    private static RecordSize newestFive(List<PastWrite> writes, UpsertSettings settings) {
        Sum sum = new Sum();
        writes.stream()
                .filter(write -> write.action() != Action.REPLACE_COMMIT)
                .limit(WRITES_OF_V1)
                .forEach(write -> {
                    if (write.action() == Action.DELTA_COMMIT) {
                        counting(write).forEach(file -> sum.addIfAbove(file.bytes(), file.rows(), settings));
                    } else {
                        sum.addIfAbove(
                                write.files().stream()
                                        .mapToLong(WrittenFile::bytes)
                                        .sum(),
                                write.files().stream()
                                        .mapToLong(WrittenFile::rows)
                                        .sum(),
                                settings);
                    }
                });
        return sum.bytes > 0 && sum.rows > 0
                ? new RecordSize(Math.max(1, sum.bytes / sum.rows), true)
                : new RecordSize(settings.statedRecordBytes(), false);
    }

    private static List<WrittenFile> counting(PastWrite write) {
        return write.action() == Action.DELTA_COMMIT
                ? write.files().stream().filter(WrittenFile::base).toList()
                : write.files();
    }

    private static final class Sum {
        private long bytes;
        private long rows;

        void add(long moreBytes, long moreRows) {
            bytes += moreBytes;
            rows += moreRows;
        }

        void addIfAbove(long moreBytes, long moreRows, UpsertSettings settings) {
            if (moreBytes > settings.learnsAbove() && moreRows > 0) {
                add(moreBytes, moreRows);
            }
        }
    }
}
