package io.preflightguard.hudi.write;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a write turns rows into records and shuffles them.
 *
 * @param shuffles its shuffles of records, in order
 * @param isGlobal whether a record is found by its key alone, and not by key and path
 * @param payloadClass the class that holds a record's data
 * @param orderingField the field that orders records of one key, or null if none is taken along
 * @param buckets how many file groups each path has under a bucket index; 0 under any other
 * @param rowsPerFile new records that go to one file group where no bucket decides
 * @param rows rows of the input, as far as known
 * @param inputPartitions partitions of the input
 * @param partitions partitions of the shuffles
 */
public record RecordWrite(
        List<RecordShuffle> shuffles,
        boolean isGlobal,
        String payloadClass,
        @Nullable String orderingField,
        int buckets,
        long rowsPerFile,
        double rows,
        int inputPartitions,
        int partitions) {

    public RecordWrite {
        shuffles = List.copyOf(shuffles);
        Objects.requireNonNull(payloadClass, "payloadClass");
        if (buckets < 0 || rowsPerFile < 1 || inputPartitions < 1 || partitions < 1 || !(rows >= 0)) {
            throw new IllegalArgumentException("A write has rows, partitions and files: got " + rows + " rows, "
                    + inputPartitions + " partitions, " + partitions + " partitions of its shuffles, " + buckets
                    + " buckets, " + rowsPerFile + " rows of a file");
        }
    }

    /** File groups to which the records of a path with so many rows are dealt out, by their keys' hashes. */
    public int fileGroups(double rowsOfPath) {
        return buckets > 0 ? buckets : (int) Math.max(1, Math.ceil(rowsOfPath / rowsPerFile));
    }

    /** Whether a shuffle's map tasks read what an earlier shuffle of records brought them. */
    public boolean isBehindAnother(RecordShuffle shuffle) {
        return shuffles.indexOf(shuffle) > 0;
    }
}
