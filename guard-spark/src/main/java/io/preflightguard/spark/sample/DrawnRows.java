package io.preflightguard.spark.sample;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/**
 * Some rows of those that were weighed, brought to the driver.
 *
 * @param schema their columns
 * @param splits the rows by the partition they come from, each in its order: runs of neighbours, evenly spread
 */
public record DrawnRows(StructType schema, List<List<UnsafeRow>> splits) {

    private static final int RUNS = 16;

    /** Of all partitions together. */
    private static final long MOST_BYTES = 8L << 20;

    public DrawnRows {
        splits = splits.stream().map(List::copyOf).toList();
    }

    /** How many rows there are. */
    public int count() {
        return splits.stream().mapToInt(List::size).sum();
    }

    /** What one of them weighs in a shuffle of rows, in bytes, its length before it included; 0 if there is none. */
    public double bytesPerRow() {
        return splits.stream()
                .flatMap(List::stream)
                .mapToDouble(row -> row.getSizeInBytes() + ShuffleBlocks.LENGTH_BYTES)
                .average()
                .orElse(0);
    }

    /** Counts only: the rows are the user's data. */
    @Override
    public String toString() {
        return "DrawnRows[" + count() + " rows of " + splits.size() + " partitions]";
    }

    /** @param splits bytes of UnsafeRows */
    static DrawnRows of(StructType schema, List<List<byte[]>> splits) {
        return new DrawnRows(
                schema,
                splits.stream()
                        .filter(split -> !split.isEmpty())
                        .map(split ->
                                split.stream().map(bytes -> row(schema, bytes)).toList())
                        .toList());
    }

    /** What one of so many partitions may bring. */
    static long bytesOfOne(int partitions) {
        return MOST_BYTES / Math.max(1, partitions);
    }

    /** About {@code wanted} rows of so many bytes in all, in runs of neighbours from all over the list. */
    static List<byte[]> spread(List<UnsafeRow> rows, int wanted, long mostBytes) {
        if (wanted == 0 || rows.isEmpty()) {
            return List.of();
        }
        long bytes = rows.stream().mapToLong(UnsafeRow::getSizeInBytes).sum();
        long affordable = Math.max(1, mostBytes * rows.size() / Math.max(1, bytes));
        int most = (int) Math.min(Math.min(wanted, rows.size()), affordable);
        int runs = Math.min(RUNS, most);
        List<byte[]> drawn = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            int from = (int) ((long) rows.size() * run / runs);
            int next = (int) ((long) rows.size() * (run + 1) / runs);
            int length = (int) ((long) most * (run + 1) / runs - (long) most * run / runs);
            rows.subList(from, Math.min(next, from + length)).forEach(row -> drawn.add(row.getBytes()));
        }
        return drawn;
    }

    private static UnsafeRow row(StructType schema, byte[] bytes) {
        UnsafeRow row = new UnsafeRow(schema.length());
        row.pointTo(bytes, bytes.length);
        return row;
    }
}
