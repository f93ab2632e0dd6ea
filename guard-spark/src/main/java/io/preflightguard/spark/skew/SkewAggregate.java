package io.preflightguard.spark.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Mode;
import io.preflightguard.Outcome;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.HotKeys;
import io.preflightguard.spark.SparkSettings;
import io.preflightguard.spark.internal.FrameTraits;
import io.preflightguard.spark.sample.UnreadableInputException;
import io.preflightguard.spark.skew.SkewAggregateColumn.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A grouping whose hot keys do not end in one task. The result has exactly the rows, columns and types of Spark's own {@code
 * frame.groupBy(...).agg(...)}; what cannot be had better is left to Spark, and {@link SkewAggregatePlan#explain()} says so.
 *
 * <pre>{@code
 * Dataset<Row> result = SkewAggregate.of(frame).by("tenant", "day")
 *     .countDistinct("user", "users")
 *     .percentile("ms", 0.99, "p99")
 *     .plan()
 *     .aggregate();
 * }</pre>
 *
 * <p>What is done follows from what Spark 3.5 and 4.1 do themselves:
 * <ul>
 *   <li>{@code percentile} holds each distinct value of a key as an object in one task and cannot spill. Values of hot keys are
 *       counted by key and value, cut into ranges, and only those beside a wanted rank go on.
 *   <li>{@code collect_set} gets the values of a hot key once from every map task. They are made distinct by key and value
 *       first, so that one task sees each value once.
 *   <li>{@code count(distinct)} is shuffled by key and value by Spark itself, which spreads a hot key: nothing to do.
 *   <li>{@code collect_list} has every value of a key in one row, so in one task. No salt changes that. A list that does not
 *       fit is refused before it runs, and so is a set that cannot fit.
 *   <li>{@code percentile_approx}, {@code approx_count_distinct}, sums, counts, minima and maxima are merged before the shuffle, a
 *       row a map task: they have no place here.
 * </ul>
 *
 * <p>The frame is read once more for each reduced column, so it must give the same rows each time; where its plan says that it
 * may not, the grouping is Spark's own. Nothing is salted by chance: values go by their hash and their order. Not
 * thread-safe.
 */
public final class SkewAggregate {

    private static final String STREAM = "the frame is a stream, which can be read only once";

    private final Dataset<Row> frame;
    private final List<SkewAggregateColumn> columns = new ArrayList<>();
    private final Map<String, String> settings = new TreeMap<>();
    private List<String> keys = List.of();

    private SkewAggregate(Dataset<Row> frame) {
        this.frame = Objects.requireNonNull(frame, "frame");
    }

    /** Starts a grouping of this frame. */
    public static SkewAggregate of(Dataset<Row> frame) {
        return new SkewAggregate(frame);
    }

    /**
     * The columns to group by.
     *
     * @throws IllegalArgumentException if the frame does not have one
     */
    public SkewAggregate by(String... keyColumns) {
        this.keys = Arrays.stream(keyColumns).map(this::resolved).toList();
        return this;
    }

    /** {@code collect_list(column) as name}. */
    public SkewAggregate collectList(String column, String name) {
        return add(Kind.COLLECT_LIST, List.of(column), 0, name);
    }

    /** {@code collect_set(column) as name}. */
    public SkewAggregate collectSet(String column, String name) {
        return add(Kind.COLLECT_SET, List.of(column), 0, name);
    }

    /** {@code count(distinct column) as name}. */
    public SkewAggregate countDistinct(String column, String name) {
        return countDistinct(List.of(column), name);
    }

    /** {@code count(distinct column, column...) as name}: combinations without a null. */
    public SkewAggregate countDistinct(List<String> distinct, String name) {
        return add(Kind.COUNT_DISTINCT, distinct, 0, name);
    }

    /**
     * {@code percentile(column, percentage) as name}, exact and interpolated.
     *
     * @param percentage in [0, 1]
     */
    public SkewAggregate percentile(String column, double percentage, String name) {
        return add(Kind.PERCENTILE, List.of(column), percentage, name);
    }

    /** Any knob of the guard by its full key, such as {@code spark.guard.skew.max-ratio}. */
    public SkewAggregate set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /**
     * Looks at a sample of the frame and plans. Runs one Spark job, and one more for each collected column of varying length;
     * changes nothing.
     *
     * @throws IllegalArgumentException if nothing is grouped by or nothing is aggregated
     * @throws IOException if the frame's files cannot be read
     */
    public SkewAggregatePlan plan() throws IOException, InterruptedException {
        GuardConfig config = GuardConfig.of(SparkSettings.of(frame.sparkSession()), settings);
        SkewAggregateTreatment treatment = treatment();
        if (config.mode() == Mode.OFF || frame.isStreaming()) {
            String reason = frame.isStreaming() ? STREAM : "the guard is off";
            return new SkewAggregatePlan(treatment, columns, keys, null, reason, List.of(), config);
        }
        try {
            SkewAggregateSample sample = SkewAggregateSample.take(frame, keys, columns, config);
            HotKeys hot = HotKeys.of(sample.profile(), shufflePartitions(frame), config.skewMaxRatio());
            return new SkewAggregatePlan(
                    treatment, columns, keys, hot, doubt(), sample.judge(hot, frame.sparkSession(), config), config);
        } catch (UnreadableInputException unreadable) {
            CheckResult skipped = new CheckResult(
                    "skew: keys",
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            Objects.requireNonNullElse(unreadable.getMessage(), "the input cannot be sampled"),
                            unreadable.wayOut()));
            String reason = unreadable.getMessage() + "; " + unreadable.wayOut();
            return new SkewAggregatePlan(treatment, columns, keys, null, reason, List.of(skipped), config);
        }
    }

    /**
     * Plans for keys that were found elsewhere, without looking at a row. What one key collects is then not held against a
     * task's memory.
     *
     * @throws IllegalArgumentException if nothing is grouped by or nothing is aggregated
     */
    public SkewAggregatePlan plan(HotKeys hot) {
        GuardConfig config = GuardConfig.of(SparkSettings.of(frame.sparkSession()), settings);
        return new SkewAggregatePlan(treatment(), columns, keys, hot, doubt(), List.of(), config);
    }

    private SkewAggregateTreatment treatment() {
        if (keys.isEmpty() || columns.isEmpty()) {
            throw new IllegalArgumentException(
                    keys.isEmpty() ? "A grouping needs a key: say by(...)" : "A grouping needs an aggregate");
        }
        return new SkewAggregateTreatment(frame, keys, columns);
    }

    /** Why hot keys of this frame cannot be treated, or null if they can. */
    private @Nullable String doubt() {
        if (frame.isStreaming()) {
            return STREAM;
        }
        boolean steadyFloats = RowHash.hasSteadyFloats(frame);
        for (String key : keys) {
            DataType type = SaltedColumns.field(frame, key).dataType();
            if (!SaltedColumns.canBeKey(type) || (SaltedColumns.isFloating(type) && !steadyFloats)) {
                return "key column " + key + " is a " + type.catalogString() + (steadyFloats ? "" : " behind a shuffle")
                        + ", whose equal values need not have one hash";
            }
        }
        return FrameTraits.isRepeatable(frame)
                ? null
                : "the frame may give other rows when it is read again: it draws random numbers, or takes some rows of many;"
                        + " write it to files first";
    }

    private SkewAggregate add(Kind kind, List<String> over, double percentage, String name) {
        columns.add(
                new SkewAggregateColumn(kind, over.stream().map(this::resolved).toList(), percentage, name));
        return this;
    }

    private String resolved(String name) {
        return SaltedColumns.field(frame, name).name();
    }

    static int shufflePartitions(Dataset<Row> frame) {
        return Integer.parseInt(frame.sparkSession().conf().get("spark.sql.shuffle.partitions"));
    }
}
