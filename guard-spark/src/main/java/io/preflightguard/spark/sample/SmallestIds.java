package io.preflightguard.spark.sample;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/** Keeps the keys of one partition whose ids are smallest, and counts their rows. */
final class SmallestIds implements FlatMapFunction<Iterator<InternalRow>, byte[]> {

    private static final long serialVersionUID = 1L;

    private final int mostKeys;
    private final long mostRows;

    SmallestIds(int mostKeys, long mostRows) {
        this.mostKeys = mostKeys;
        this.mostRows = mostRows;
    }

    @Override
    public Iterator<byte[]> call(Iterator<InternalRow> rows) {
        TreeMap<Long, DrawnKey> smallest = new TreeMap<>();
        boolean more = false;
        long count = 0;
        while (count < mostRows && rows.hasNext()) {
            InternalRow row = rows.next();
            count++;
            if (row.isNullAt(2)) {
                continue;
            }
            long id = row.getLong(0);
            DrawnKey known = smallest.get(id);
            if (known != null) {
                smallest.put(id, new DrawnKey(id, known.path(), known.key(), known.rows() + 1));
            } else if (smallest.size() < mostKeys || id < smallest.lastKey()) {
                smallest.put(
                        id,
                        new DrawnKey(
                                id,
                                row.getUTF8String(1).toString(),
                                row.getUTF8String(2).toString(),
                                1));
                if (smallest.size() > mostKeys) {
                    smallest.pollLastEntry();
                    more = true;
                }
            } else {
                more = true;
            }
        }
        Batch batch = new Batch(new ArrayList<>(smallest.values()), more, rows.hasNext(), count);
        return Collections.singleton(Wire.write(batch)).iterator();
    }

    /**
     * What one partition has.
     *
     * @param keys by id
     * @param more whether keys with larger ids were left out
     * @param truncated whether rows were left unread
     * @param rows rows that were read
     */
    record Batch(List<DrawnKey> keys, boolean more, boolean truncated, long rows) implements Serializable {

        long largestId() {
            return keys.get(keys.size() - 1).id();
        }
    }
}
