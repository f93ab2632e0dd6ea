package io.preflightguard.spark.skew;

import io.preflightguard.spark.skew.SkewAggregateColumn.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * Groups a frame with fewer rows of hot keys: before the grouping, the values of a hot key are reduced to those that its
 * result needs, in shuffles by key and value that spread the key. All other rows, and all other columns, come as
 * they are. What follows is Spark's own grouping, so that types, names and arithmetic are Spark's own; its aggregates
 * ignore nulls, so a row may carry one column and null in the others.
 */
final class SkewAggregateTreatment {

    private final Dataset<Row> frame;
    private final List<String> keys;
    private final List<SkewAggregateColumn> columns;
    private final List<String> groupKeys;
    private final boolean steadyFloats;

    /** What is reduced first, and under which name it comes into the grouping. */
    private final Map<Reduction, String> reductions = new LinkedHashMap<>();

    SkewAggregateTreatment(Dataset<Row> frame, List<String> keys, List<SkewAggregateColumn> columns) {
        this.frame = frame;
        this.keys = List.copyOf(keys);
        this.columns = List.copyOf(columns);
        this.groupKeys =
                IntStream.range(0, keys.size()).mapToObj(i -> "key_" + i).toList();
        this.steadyFloats = !frame.isStreaming() && RowHash.hasSteadyFloats(frame);
        for (SkewAggregateColumn column : columns) {
            if (canReduce(column)) {
                reductions.putIfAbsent(Reduction.of(column), "reduced_" + reductions.size());
            }
        }
    }

    /** Spark's own grouping, untreated. */
    Dataset<Row> plain() {
        Column[] aggregates = columns.stream()
                .map(column -> column.over(column.columns()).as(column.name()))
                .toArray(Column[]::new);
        return frame.groupBy(SaltedColumns.columns(keys))
                .agg(aggregates[0], Arrays.copyOfRange(aggregates, 1, aggregates.length));
    }

    /** Whether any column is better had by reducing hot keys first. */
    boolean helps() {
        return !reductions.isEmpty();
    }

    /**
     * Whether a hot key's values are reduced first. Values are shuffled by themselves for it, so a retried task must compute
     * the same: a sum of floats behind a shuffle may come out otherwise.
     */
    boolean canReduce(SkewAggregateColumn column) {
        DataType type = SaltedColumns.field(frame, column.column()).dataType();
        return switch (column.kind()) {
            case PERCENTILE -> SaltedColumns.canBeRanked(type) && (steadyFloats || !SaltedColumns.isFloating(type));
            case COLLECT_SET -> SaltedColumns.canBeDistinct(type);
            case COLLECT_LIST, COUNT_DISTINCT -> false;
        };
    }

    /** How often the frame is read by {@link #treated}. */
    int readings() {
        return 1 + reductions.size();
    }

    /**
     * The grouping with the values of these keys reduced first.
     *
     * @param hashes the hot keys' hashes
     */
    Dataset<Row> treated(Set<Integer> hashes) {
        Column hot = SaltedColumns.keyHash(keys).isin(hashes.toArray());
        Dataset<Row> all = frame.select(base(hot).toArray(Column[]::new));
        for (Map.Entry<Reduction, String> entry : reductions.entrySet()) {
            all = all.unionByName(reduced(entry.getKey(), entry.getValue(), hot), true);
        }
        Column[] aggregates =
                IntStream.range(0, columns.size()).mapToObj(this::aggregate).toArray(Column[]::new);
        Dataset<Row> grouped = all.groupBy(SaltedColumns.columns(groupKeys))
                .agg(aggregates[0], Arrays.copyOfRange(aggregates, 1, aggregates.length));
        return grouped.select(Stream.concat(
                        IntStream.range(0, keys.size()).mapToObj(i -> SaltedColumns.column(groupKeys.get(i))
                                .as(keys.get(i))),
                        IntStream.range(0, columns.size()).mapToObj(i -> SaltedColumns.column("result_" + i)
                                .as(columns.get(i).name())))
                .toArray(Column[]::new));
    }

    private List<Column> base(Column hot) {
        List<Column> base = new ArrayList<>(groupKeyColumns());
        for (int i = 0; i < columns.size(); i++) {
            SkewAggregateColumn column = columns.get(i);
            if (!canReduce(column)) {
                for (int j = 0; j < column.columns().size(); j++) {
                    base.add(SaltedColumns.column(column.columns().get(j)).as(rawName(i, j)));
                }
            }
        }
        reductions.forEach((reduction, name) -> {
            // Not null for a row of another key, though Spark then says it may be: what follows ignores nulls anyway.
            base.add(functions
                    .when(functions.not(hot), SaltedColumns.column(reduction.column()))
                    .as(name));
            if (reduction.kind() == Kind.PERCENTILE) {
                base.add(functions.lit(1L).as(countName(name)));
            }
        });
        return base;
    }

    private Dataset<Row> reduced(Reduction reduction, String name, Column hot) {
        Column value = SaltedColumns.column(reduction.column());
        List<Column> selected = new ArrayList<>(groupKeyColumns());
        selected.add(value.as(SkewAggregateRanks.VALUE));
        Dataset<Row> values = frame.filter(hot.and(value.isNotNull())).select(selected.toArray(Column[]::new));
        if (reduction.kind() == Kind.COLLECT_SET) {
            return values.distinct().withColumnRenamed(SkewAggregateRanks.VALUE, name);
        }
        List<Double> percentages = columns.stream()
                .filter(column -> canReduce(column) && Reduction.of(column).equals(reduction))
                .map(SkewAggregateColumn::percentage)
                .distinct()
                .toList();
        return SkewAggregateRanks.reduce(values, groupKeys, percentages)
                .withColumnRenamed(SkewAggregateRanks.VALUE, name)
                .withColumnRenamed(SkewAggregateRanks.COUNT, countName(name));
    }

    private Column aggregate(int i) {
        SkewAggregateColumn column = columns.get(i);
        String reduced = canReduce(column) ? reductions.get(Reduction.of(column)) : null;
        Column aggregate;
        if (reduced == null) {
            aggregate = column.over(IntStream.range(0, column.columns().size())
                    .mapToObj(j -> rawName(i, j))
                    .toList());
        } else if (column.kind() == Kind.PERCENTILE) {
            aggregate = functions.percentile(
                    SaltedColumns.column(reduced),
                    functions.lit(column.percentage()),
                    SaltedColumns.column(countName(reduced)));
        } else {
            aggregate = column.over(List.of(reduced));
        }
        return aggregate.as("result_" + i);
    }

    private List<Column> groupKeyColumns() {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> SaltedColumns.column(keys.get(i)).as(groupKeys.get(i)))
                .toList();
    }

    private static String rawName(int column, int part) {
        return "raw_" + column + "_" + part;
    }

    private static String countName(String reduced) {
        return reduced + "_rows";
    }

    /** Percentiles of one column share one reduction. */
    private record Reduction(Kind kind, String column) {
        static Reduction of(SkewAggregateColumn column) {
            return new Reduction(column.kind(), column.column());
        }
    }
}
