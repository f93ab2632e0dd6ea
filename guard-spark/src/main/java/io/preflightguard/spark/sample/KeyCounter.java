package io.preflightguard.spark.sample;

import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.SplitCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Counts the keys of one input partition. Of its rows it expects three columns a key, one key after another: the text,
 * the hash and the id.
 */
final class KeyCounter implements FlatMapFunction<Iterator<InternalRow>, byte[]> {

    static final int COLUMNS = 3;
    static final int TEXT = 0;
    static final int HASH = 1;
    static final int ID = 2;

    private static final long serialVersionUID = 1L;

    private final int keys;
    private final int firstColumn;
    private final long maxRows;
    private final long seed;
    private final int recordKey;
    private final int path;

    /**
     * @param firstColumn where the first key's columns start
     * @param maxRows rows to read at most
     */
    KeyCounter(List<KeyColumn> keys, int firstColumn, long maxRows, long seed) {
        this.keys = keys.size();
        this.recordKey = find(keys, KeyRole.RECORD_KEY);
        this.path = find(keys, KeyRole.PARTITION_PATH);
        this.firstColumn = firstColumn;
        this.maxRows = maxRows;
        this.seed = seed;
    }

    @Override
    public Iterator<byte[]> call(Iterator<InternalRow> rows) {
        List<FrequentKeys> counters = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            counters.add(new FrequentKeys());
        }
        KeyFollower follower = recordKey < 0 ? null : new KeyFollower(column(recordKey), path < 0 ? -1 : column(path));
        Looks looks = new Looks(seed + TaskContext.getPartitionId());
        long[][] ids = new long[keys][Looks.LONGEST];
        long[] nulls = new long[keys];
        long count = 0;
        while (count < maxRows && rows.hasNext()) {
            int block = 0;
            while (block < looks.length() && count < maxRows && rows.hasNext()) {
                InternalRow row = rows.next();
                for (int key = 0; key < keys; key++) {
                    int column = column(key);
                    ids[key][block] = row.getLong(column + ID);
                    if (row.isNullAt(column + TEXT)) {
                        nulls[key]++;
                    }
                }
                if (follower != null) {
                    follower.see(row);
                }
                if (block == looks.place()) {
                    look(row, counters);
                }
                block++;
                count++;
            }
            for (int key = 0; key < keys; key++) {
                counters.get(key).add(ids[key], 0, block);
            }
            looks.next();
        }
        List<SplitCounts> counts = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            counts.add(counters.get(key).counts(nulls[key]));
        }
        Counted counted =
                new Counted(count, rows.hasNext(), counts, follower == null ? FollowedSplit.NONE : follower.followed());
        return Collections.singleton(Wire.write(counted)).iterator();
    }

    private int column(int key) {
        return firstColumn + COLUMNS * key;
    }

    private static int find(List<KeyColumn> keys, KeyRole role) {
        for (int key = 0; key < keys.size(); key++) {
            if (keys.get(key).role() == role) {
                return key;
            }
        }
        return -1;
    }

    private void look(InternalRow row, List<FrequentKeys> counters) {
        for (int key = 0; key < keys; key++) {
            int column = column(key);
            long id = row.getLong(column + ID);
            if (counters.get(key).isWanted(id)) {
                boolean isNull = row.isNullAt(column + TEXT);
                // toString copies: the row's memory is used again for the next one.
                String text = isNull ? null : row.getUTF8String(column + TEXT).toString();
                counters.get(key).remember(id, text, row.getInt(column + HASH));
            }
        }
    }
}
