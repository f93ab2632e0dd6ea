package io.preflightguard.spark.skew;

import io.preflightguard.Mode;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.HotKeys;
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

/**
 * The latest row of each key, as an upsert wants it: the one with the greatest ordering value, nulls last. Of rows with
 * the same ordering value it takes the same one every time, by comparing their other columns; a plain {@code row_number}
 * takes whichever comes first, which a retried task may change.
 *
 * <pre>{@code
 * Dataset<Row> latest = SaltedLatestRow.of(frame).by("id").latestBy("updated_at").plan().rows();
 * }</pre>
 *
 * <p>It is a {@code row_number} window over the key. Since 3.5, Spark keeps one row a key in each map task before it shuffles
 * such a window (SPARK-37099, {@code WindowGroupLimit}), so a hot key is not a large task, and nothing is salted. {@code
 * max_by} or {@code max(struct)} would be no better: they are merged before the shuffle too, by a sort as well, and
 * leave ties open or do not work for maps. Where the session has switched that off ({@code
 * spark.sql.window.group.limit.threshold} below 1), a window over the key alone would sort all rows of a hot key in one
 * task; then hot keys are cut into buckets by a hash of the row, and the latest of each bucket compete in a second
 * window. Not thread-safe.
 */
public final class SaltedLatestRow {

    private static final String GROUP_LIMIT = "spark.sql.window.group.limit.threshold";
    private static final String GROUP_LIMIT_DEFAULT = "1000";

    private final Dataset<Row> frame;
    private final Map<String, String> settings = new TreeMap<>();
    private List<String> keys = List.of();
    private List<String> ordering = List.of();

    private SaltedLatestRow(Dataset<Row> frame) {
        this.frame = Objects.requireNonNull(frame, "frame");
    }

    /** Starts with the frame that has the rows. */
    public static SaltedLatestRow of(Dataset<Row> frame) {
        return new SaltedLatestRow(frame);
    }

    /**
     * The key columns.
     *
     * @throws IllegalArgumentException if the frame does not have one
     */
    public SaltedLatestRow by(String... columns) {
        this.keys = resolved(columns);
        return this;
    }

    /**
     * The ordering columns, the first one first.
     *
     * @throws IllegalArgumentException if the frame does not have one
     */
    public SaltedLatestRow latestBy(String... columns) {
        this.ordering = resolved(columns);
        return this;
    }

    /** Any knob of the guard by its full key, such as {@code spark.guard.skew.max-ratio}. */
    public SaltedLatestRow set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /**
     * Plans. Runs one Spark job if the session has switched Spark's own treatment off, else none; changes nothing.
     *
     * @throws IllegalArgumentException if there is no key or no ordering, or two columns have one name
     * @throws IOException if the frame's files cannot be read
     */
    public SaltedLatestRowPlan plan() throws IOException, InterruptedException {
        GuardConfig config = config();
        if (Integer.parseInt(frame.sparkSession().conf().get(GROUP_LIMIT, GROUP_LIMIT_DEFAULT)) >= 1) {
            return plain("Spark keeps one row a key in each map task before the shuffle", config);
        }
        if (config.mode() == Mode.OFF) {
            return plain("the guard is off", config);
        }
        check();
        String doubt = RowHash.doubt(frame, keys);
        if (doubt != null) {
            return plain(doubt, config);
        }
        try {
            KeyColumn key = SkewAggregateSample.key(keys);
            int partitions = SkewAggregate.shufflePartitions(frame);
            KeyProfile profile = KeySampling.profile(KeySampling.read(frame, List.of(key), partitions, config));
            return plan(HotKeys.of(profile, partitions, config.skewMaxRatio()));
        } catch (UnreadableInputException unreadable) {
            return plain(unreadable.getMessage() + "; " + unreadable.wayOut(), config);
        }
    }

    /**
     * Plans with buckets for keys that were found elsewhere, whatever the session does; looks at no row.
     *
     * @throws IllegalArgumentException if there is no key or no ordering, or two columns have one name
     */
    public SaltedLatestRowPlan plan(HotKeys hot) {
        check();
        if (hot.isEmpty()) {
            return new SaltedLatestRowPlan(frame, keys, ordering, hot, "no key is hot", config());
        }
        return new SaltedLatestRowPlan(frame, keys, ordering, hot, RowHash.doubt(frame, keys), config());
    }

    private SaltedLatestRowPlan plain(String reason, GuardConfig config) {
        check();
        return new SaltedLatestRowPlan(frame, keys, ordering, null, reason, config);
    }

    private void check() {
        if (keys.isEmpty() || ordering.isEmpty()) {
            throw new IllegalArgumentException(
                    "The latest row needs a key and an ordering: say by(...) and latestBy(...)");
        }
        resolved(frame.columns()); // two columns of one name could not be told apart
    }

    private GuardConfig config() {
        return GuardConfig.of(SparkSettings.of(frame.sparkSession()), settings);
    }

    private List<String> resolved(String... columns) {
        return Arrays.stream(columns)
                .map(column -> SaltedColumns.field(frame, column).name())
                .toList();
    }
}
