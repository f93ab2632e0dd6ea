package io.preflightguard.spark.skew;

import io.preflightguard.Mode;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.spark.SparkSettings;
import io.preflightguard.spark.sample.KeyColumn;
import io.preflightguard.spark.sample.UnreadableInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * A {@code repartition} by key for a write, whose partitions carry alike: hot keys are cut into buckets by a hash of the row,
 * every other key stays whole, and what was seen is placed largest first. Spark's own {@code repartition(n, key)} sends
 * each key where its hash falls, a hot one and whatever shares its partition included.
 *
 * <pre>{@code
 * BalancedRepartition.of(frame).by("day").into(64).plan().repartition()
 *     .write().partitionBy("day").parquet(path);
 * }</pre>
 *
 * <p>The result has the same rows and columns. The same row goes to the same partition each time, so a retried task
 * changes nothing; rows of a hot key that are equal in every column that can be hashed (maps cannot) stay together. Not
 * for what must have all rows of a key in one place, such as a grouping in {@code mapPartitions}. Not thread-safe.
 */
public final class BalancedRepartition {

    private final Dataset<Row> frame;
    private final Map<String, String> settings = new TreeMap<>();
    private List<String> keys = List.of();
    private int partitions;

    private BalancedRepartition(Dataset<Row> frame) {
        this.frame = Objects.requireNonNull(frame, "frame");
        this.partitions = SkewAggregate.shufflePartitions(frame);
    }

    /** Starts with the frame that is to be written. */
    public static BalancedRepartition of(Dataset<Row> frame) {
        return new BalancedRepartition(frame);
    }

    /**
     * The key columns.
     *
     * @throws IllegalArgumentException if the frame does not have one
     */
    public BalancedRepartition by(String... columns) {
        this.keys = Arrays.stream(columns)
                .map(column -> SaltedColumns.field(frame, column).name())
                .toList();
        return this;
    }

    /**
     * How many partitions to make. Default {@code spark.sql.shuffle.partitions}.
     *
     * @throws IllegalArgumentException if there is not at least one
     */
    public BalancedRepartition into(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("A frame has at least one partition: got " + number);
        }
        this.partitions = number;
        return this;
    }

    /** Any knob of the guard by its full key, such as {@code spark.guard.sample.max-rows}. */
    public BalancedRepartition set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /**
     * Looks at a sample of the keys and plans. Runs one Spark job; changes nothing.
     *
     * @throws IllegalArgumentException if there is no key
     * @throws IOException if the frame's files cannot be read
     */
    public BalancedRepartitionPlan plan() throws IOException, InterruptedException {
        GuardConfig config = config();
        if (config.mode() == Mode.OFF) {
            return plain("the guard is off");
        }
        try {
            checked();
            String doubt = RowHash.doubt(frame, keys);
            if (doubt != null) {
                return plain(doubt);
            }
            KeyColumn key = SkewAggregateSample.key(keys);
            return plan(KeySampling.profile(KeySampling.read(frame, List.of(key), partitions, config)));
        } catch (UnreadableInputException unreadable) {
            return plain(unreadable.getMessage() + "; " + unreadable.wayOut());
        }
    }

    /**
     * Plans for keys that were counted elsewhere; looks at no row.
     *
     * @throws IllegalArgumentException if there is no key
     */
    public BalancedRepartitionPlan plan(KeyProfile profile) {
        checked();
        for (String key : keys) {
            DataType type = SaltedColumns.field(frame, key).dataType();
            if (!SaltedColumns.canBeKey(type)) {
                return plain("key column " + key + " is a " + type.catalogString()
                        + ", whose equal values need not have one hash");
            }
        }
        if (profile.sample().rows() == 0) {
            return plain("the sample has no rows");
        }
        String doubt = RowHash.doubt(frame, keys);
        return doubt == null
                ? new BalancedRepartitionPlan(frame, keys, partitions, profile, null, config())
                : plain(doubt);
    }

    private BalancedRepartitionPlan plain(String reason) {
        checked();
        return new BalancedRepartitionPlan(frame, keys, partitions, null, reason, config());
    }

    private void checked() {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("A repartition by key needs a key: say by(...)");
        }
    }

    private GuardConfig config() {
        return GuardConfig.of(SparkSettings.of(frame.sparkSession()), settings);
    }
}
