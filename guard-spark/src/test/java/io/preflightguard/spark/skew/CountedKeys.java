package io.preflightguard.spark.skew;

import io.preflightguard.skew.HotKeys;
import io.preflightguard.skew.KeyCount;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.SplitCounts;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Keys of a small frame, counted to the last row without the sampler. */
final class CountedKeys {

    private CountedKeys() {}

    static KeyProfile profile(Dataset<Row> frame, String... keys) {
        Column[] columns = List.of(keys).stream().map(functions::col).toArray(Column[]::new);
        List<KeyCount> counts =
                frame.select(functions.hash(columns).as("hash")).groupBy("hash").count().collectAsList().stream()
                        .map(row -> new KeyCount("key " + row.getInt(0), row.getInt(0), row.getLong(1), row.getLong(1)))
                        .toList();
        long all = counts.stream().mapToLong(KeyCount::atLeast).sum();
        KeySample sample = new KeySample(
                KeyRole.KEY_COLUMN, String.join(",", keys), List.of(new SplitCounts(all, 0, counts, 0)), 1, false);
        return KeyProfile.of(sample, 0.95);
    }

    /** Those that are more than {@code maxRatio} times the mean of so many partitions. */
    static HotKeys hot(Dataset<Row> frame, int partitions, double maxRatio, String... keys) {
        return HotKeys.of(profile(frame, keys), partitions, maxRatio);
    }

    /** Every key whose hash is even, however many rows it has. */
    static HotKeys everySecond(Dataset<Row> frame, String... keys) {
        KeyProfile profile = profile(frame, keys);
        return new HotKeys(
                profile,
                profile.top().stream().filter(key -> key.hash() % 2 == 0).toList(),
                4);
    }
}
