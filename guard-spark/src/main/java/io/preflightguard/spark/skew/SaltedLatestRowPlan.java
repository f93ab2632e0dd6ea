package io.preflightguard.spark.skew;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.HotKeys;
import io.preflightguard.skew.KeyShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** How a {@link SaltedLatestRow} finds the latest rows. Immutable; nothing runs before {@link #rows} is used. */
public final class SaltedLatestRowPlan {

    /** By default, nulls and microseconds are left out of the text. */
    private static final Map<String, String> WHOLE_VALUES = Map.of(
            "ignoreNullFields", "false",
            "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
            "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

    private final Dataset<Row> frame;
    private final List<String> keys;
    private final List<String> ordering;
    private final @Nullable HotKeys hot;
    private final @Nullable String fallback;
    private final GuardConfig config;

    /**
     * @param hot the hot keys, or null if nothing is known of keys
     * @param fallback why no key is cut, or null if some are
     */
    SaltedLatestRowPlan(
            Dataset<Row> frame,
            List<String> keys,
            List<String> ordering,
            @Nullable HotKeys hot,
            @Nullable String fallback,
            GuardConfig config) {
        this.frame = frame;
        this.keys = List.copyOf(keys);
        this.ordering = List.copyOf(ordering);
        this.hot = hot;
        this.fallback = fallback;
        this.config = config;
    }

    /** Whether hot keys are cut into buckets; if not, one window does it. */
    public boolean isTreated() {
        return fallback == null;
    }

    /** One row a key, with all columns of the frame. Lazy. */
    public Dataset<Row> rows() {
        Dataset<Row> rows = frame;
        Column rowHash = RowHash.of(frame, keys).orElse(null);
        if (isTreated() && hot != null && rowHash != null) {
            String bucket = unused("bucket");
            rows = first(rows.withColumn(bucket, bucket(hot, rowHash)), bucket).drop(bucket);
        }
        return first(rows);
    }

    /** The plan for a person to read, several lines. Keys appear as {@code spark.guard.report} allows. */
    public String explain() {
        List<String> lines = new ArrayList<>();
        lines.add("latest row by " + String.join(", ", ordering) + " of each " + String.join(", ", keys) + ": "
                + (isTreated() && hot != null
                        ? hot.describe(config) + " cut into up to " + buckets(hot) + " buckets each"
                        : "one window, because " + fallback));
        if (isTreated() && hot != null) {
            lines.add("  largest of " + hot.partitions() + " tasks, in rows: "
                    + hot.before().render() + " the mean before, " + hot.after().render() + " after");
        }
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        return explain();
    }

    private Dataset<Row> first(Dataset<Row> rows, String... more) {
        String rank = unused("rank");
        Column[] partition = Stream.concat(keys.stream(), Stream.of(more))
                .map(SaltedColumns::column)
                .toArray(Column[]::new);
        Column number =
                functions.row_number().over(Window.partitionBy(partition).orderBy(order()));
        return rows.withColumn(rank, number)
                .filter(SaltedColumns.column(rank).equalTo(1))
                .drop(rank);
    }

    /** Latest first; what is equal there is told apart by the other columns, so that the order is total. */
    private Column[] order() {
        Stream<Column> latest = ordering.stream().map(SaltedColumns::column);
        Stream<Column> rest = Arrays.stream(frame.schema().fields())
                .filter(field -> !keys.contains(field.name()))
                .map(SaltedLatestRowPlan::tieBreaker);
        return Stream.concat(latest, rest).map(Column::desc_nulls_last).toArray(Column[]::new);
    }

    /** What tells two values of a column apart. What has no order, such as a map, is compared as text. */
    private static Column tieBreaker(StructField field) {
        Column column = SaltedColumns.column(field.name());
        if (SaltedColumns.hasOrder(field.dataType())) {
            return column;
        }
        return field.dataType() instanceof StringType
                ? column.cast(DataTypes.BinaryType) // a collation may take different texts for equal
                : functions.to_json(functions.struct(column), WHOLE_VALUES);
    }

    private Column bucket(HotKeys cut, Column rowHash) {
        Set<Integer> hashes = cut.hashes();
        Column salt = functions.pmod(rowHash, functions.lit((long) buckets(cut)));
        return functions
                .when(SaltedColumns.keyHash(keys).isin(hashes.toArray()), salt)
                .otherwise(functions.lit(0L));
    }

    /** As many as the hottest key has means: a bucket is then about what a task carries anyway. */
    private static int buckets(HotKeys hot) {
        double hottest = hot.keys().stream()
                .map(KeyShare::share)
                .mapToDouble(share -> share.value())
                .max()
                .orElse(0);
        return (int) Math.max(2, Math.min(hot.partitions(), Math.ceil(hottest * hot.partitions())));
    }

    private String unused(String name) {
        String candidate = "preflight_guard_" + name;
        List<String> taken = List.of(frame.columns());
        while (taken.contains(candidate)) {
            candidate += "_";
        }
        return candidate;
    }
}
