package io.preflightguard.spark.sample;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.spark.internal.QueryExecutions;
import io.preflightguard.statistics.SplitChoice;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/**
 * Draws record keys from an input: those whose hash is smallest. Every partition draws by the same hash, so a key that is drawn
 * is drawn wherever it lies, and rows that repeat a key are told from rows of others (a bottom-k sketch: Cohen and
 * Kaplan, PODC 2007). Stateless.
 */
public final class RecordKeys {

    /** Of each partition. */
    private static final int KEYS = 2_000;

    private RecordKeys() {}

    /**
     * Draws keys from at most {@code spark.guard.sample.max-partitions} partitions in one Spark job, which reads only the
     * columns of the keys. Rows without a key are left out.
     *
     * @param path the partition path, as text
     * @param key the record key, as text
     */
    public static DrawnKeys draw(Dataset<Row> frame, Column path, Column key, GuardConfig config) {
        Dataset<Row> keys = frame.select(
                functions.xxhash64(path, key).as("id"),
                functions.coalesce(path, functions.lit("")).as("path"),
                key.as("key"));
        JavaRDD<InternalRow> rows = QueryExecutions.rows(keys);
        int[] chosen = SplitChoice.draw(rows.getNumPartitions(), config.sampleMaxPartitions(), config.seed() + 3);
        if (chosen.length == 0) {
            return new DrawnKeys(List.of(), 0, true, false, 0);
        }
        long mostRows = Math.max(1, config.sampleMaxRows() / chosen.length);
        List<SmallestIds.Batch> batches = Stream.of(
                        rows.mapPartitions(new SmallestIds(KEYS, mostRows)).collectPartitions(chosen))
                .flatMap(List::stream)
                .map(bytes -> Wire.read(SmallestIds.Batch.class, bytes))
                .toList();
        // Below the smallest of these, every partition has all its keys.
        long until = batches.stream()
                .filter(SmallestIds.Batch::more)
                .mapToLong(SmallestIds.Batch::largestId)
                .min()
                .orElse(Long.MAX_VALUE);
        return new DrawnKeys(
                batches.stream()
                        .map(batch -> batch.keys().stream()
                                .filter(drawn -> drawn.id() <= until)
                                .toList())
                        .toList(),
                rows.getNumPartitions(),
                batches.stream().noneMatch(SmallestIds.Batch::more),
                batches.stream().anyMatch(SmallestIds.Batch::truncated),
                batches.stream().mapToLong(SmallestIds.Batch::rows).sum());
    }
}
