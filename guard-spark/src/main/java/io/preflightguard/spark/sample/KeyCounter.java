package io.preflightguard.spark.sample;

import io.preflightguard.skew.KeyCount;
import io.preflightguard.skew.SplitCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Counts the keys of one input partition with a frequent-items sketch per key, whose bounds are hard: no count is off by
 * more than {@code 3.5 / MAP_SIZE} of the rows (DataSketches, ItemsSketch). Of its input it expects two columns a key:
 * the text and the hash.
 */
final class KeyCounter implements FlatMapFunction<Iterator<InternalRow>, byte[]> {

    private static final long serialVersionUID = 1L;

    /** Bounds each sketch to about 2 MB of entries and its error to 0.02 % of the rows. */
    private static final int MAP_SIZE = 1 << 14;

    /** Keys below this share of a partition's rows are left to {@link SplitCounts#unlistedAtMost}. */
    private static final double SMALLEST_SHARE = 1e-4;

    private final int keys;
    private final long maxRows;

    KeyCounter(int keys, long maxRows) {
        this.keys = keys;
        this.maxRows = maxRows;
    }

    @Override
    public Iterator<byte[]> call(Iterator<InternalRow> rows) {
        List<ItemsSketch<Key>> sketches = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            sketches.add(new ItemsSketch<>(MAP_SIZE));
        }
        long[] nulls = new long[keys];
        long count = 0;
        boolean truncated = false;
        while (rows.hasNext()) {
            if (count == maxRows) {
                truncated = true;
                break;
            }
            InternalRow row = rows.next();
            count++;
            for (int i = 0; i < keys; i++) {
                UTF8String text = row.isNullAt(2 * i) ? null : row.getUTF8String(2 * i);
                if (text == null) {
                    nulls[i]++;
                }
                // toString copies: the row's memory is used again for the next one.
                sketches.get(i).update(new Key(text == null ? null : text.toString(), row.getInt(2 * i + 1)));
            }
        }
        List<SplitCounts> counts = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            counts.add(counts(sketches.get(i), count, nulls[i]));
        }
        Counted counted = new Counted(count, truncated, counts);
        return Collections.singleton(Wire.write(counted)).iterator();
    }

    private static SplitCounts counts(ItemsSketch<Key> sketch, long rows, long nulls) {
        long threshold = Math.max(sketch.getMaximumError(), (long) (rows * SMALLEST_SHARE));
        List<KeyCount> frequent = new ArrayList<>();
        if (rows > 0) {
            for (ItemsSketch.Row<Key> row : sketch.getFrequentItems(threshold, ErrorType.NO_FALSE_NEGATIVES)) {
                Key key = row.getItem();
                frequent.add(new KeyCount(key.text(), key.hash(), row.getLowerBound(), row.getUpperBound()));
            }
        }
        return new SplitCounts(rows, nulls, frequent, threshold);
    }

    /** A key as the sketch holds it. Its hash is spread by the sketch itself. */
    private record Key(@Nullable String text, int hash) {
        @Override
        public int hashCode() {
            return hash;
        }
    }
}
