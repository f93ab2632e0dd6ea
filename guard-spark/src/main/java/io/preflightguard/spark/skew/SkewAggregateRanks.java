package io.preflightguard.spark.skew;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import io.preflightguard.skew.ValueRanges;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finds the few values of each key that its percentiles lie between. Spark's {@code percentile} holds every distinct value of a
 * key as an object in one task and cannot spill; a percentile is made of two of them (its own {@code Percentile}: the
 * values at the ranks below and above {@code p * (n - 1)}). So equal values are counted, by key and value; the values of a
 * key are cut into ranges that keep their order ({@link ValueRanges}); and only in the ranges that hold a wanted rank are
 * the values put in order, one range a task, in a window that spills. Every step is a shuffle that spreads a key.
 */
final class SkewAggregateRanks {

    static final String VALUE = "value";
    static final String COUNT = "rows";

    /** Enough that a range of a hot key is small beside what a task carries anyway. */
    static final int RANGES = 256 * 256;

    private static final int RANGES_A_CUT = 256;
    private static final String OUTER = "outer_range";
    private static final String INNER = "inner_range";
    private static final String LOW = "low";
    private static final String HIGH = "high";
    private static final String START = "start";
    private static final String END = "end";
    private static final String TOTAL = "total";
    private static final String OF_THE_OTHER = "other_";

    private final List<String> keys;
    private final List<Double> percentages;

    private SkewAggregateRanks(List<String> keys, List<Double> percentages) {
        this.keys = List.copyOf(keys);
        this.percentages = List.copyOf(percentages);
    }

    /**
     * Reduces each key's values to those that matter, each with a number of rows: the percentiles over these, each value
     * repeated that often, are those over all values.
     *
     * @param values the key columns, and {@link #VALUE} without nulls; no name starts with {@code other_}
     * @return the key columns, {@link #VALUE} and {@link #COUNT}
     */
    static Dataset<Row> reduce(Dataset<Row> values, List<String> keys, List<Double> percentages) {
        return new SkewAggregateRanks(keys, percentages).reduce(values);
    }

    private Dataset<Row> reduce(Dataset<Row> values) {
        Dataset<Row> cut = cut(values.groupBy(columns(VALUE)).agg(count(lit(1)).as(COUNT)));
        WindowSpec inRange = Window.partitionBy(columns(OUTER, INNER))
                .orderBy(col(VALUE))
                .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
        Dataset<Row> kept = join(cut, wantedRanges(cut), OUTER, INNER)
                .withColumn(END, col(START).plus(sum(COUNT).over(inRange)))
                .filter(wanted(col(END).minus(col(COUNT)), col(END)));
        // A kept value stands for the smaller ones that were dropped, so that its ranks stay its own.
        Column before = lag(END, 1).over(Window.partitionBy(columns()).orderBy(col(VALUE)));
        return kept.withColumn(COUNT, col(END).minus(coalesce(before, lit(0L)))).select(columns(VALUE, COUNT));
    }

    /** Cuts twice, each range of the first cut by its own ends: one zero among large numbers would crowd a single cut. */
    private Dataset<Row> cut(Dataset<Row> counts) {
        return cut(cut(counts, OUTER), INNER, OUTER);
    }

    private Dataset<Row> cut(Dataset<Row> counts, String range, String... within) {
        Column number = col(VALUE).cast(DataTypes.DoubleType);
        Dataset<Row> ends = counts.groupBy(columns(within))
                .agg(min(number).as(LOW), max(number).as(HIGH));
        UserDefinedFunction rangeOf = udf(new RangeOf(), DataTypes.IntegerType);
        return join(counts, ends, within)
                .withColumn(range, rangeOf.apply(number, col(LOW), col(HIGH)))
                .drop(LOW, HIGH);
    }

    private Dataset<Row> wantedRanges(Dataset<Row> cut) {
        WindowSpec upToRange = Window.partitionBy(columns())
                .orderBy(col(OUTER), col(INNER))
                .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
        return cut.groupBy(columns(OUTER, INNER))
                .agg(sum(COUNT).as(COUNT))
                .withColumn(END, sum(COUNT).over(upToRange))
                .withColumn(TOTAL, sum(COUNT).over(Window.partitionBy(columns())))
                .withColumn(START, col(END).minus(col(COUNT)))
                .filter(wanted(col(START), col(END)))
                .select(columns(OUTER, INNER, START, TOTAL));
    }

    /** Whether a rank in {@code [start, end)} is wanted: one beside a percentile, or the last, which keeps the number of rows. */
    private Column wanted(Column start, Column end) {
        Column last = col(TOTAL).minus(1);
        Column wanted = holds(start, end, last);
        for (double percentage : percentages) {
            Column position = last.cast(DataTypes.DoubleType).multiply(percentage); // as Spark computes it
            wanted = wanted.or(holds(start, end, floor(position))).or(holds(start, end, ceil(position)));
        }
        return wanted;
    }

    private static Column holds(Column start, Column end, Column rank) {
        return start.leq(rank).and(rank.lt(end));
    }

    /** Joins a small frame by the keys, where null equals null as in a grouping. */
    private Dataset<Row> join(Dataset<Row> large, Dataset<Row> small, String... more) {
        Dataset<Row> right = small;
        Column condition = lit(true);
        for (String name : names(more)) {
            right = right.withColumnRenamed(name, OF_THE_OTHER + name);
            condition = condition.and(col(name).eqNullSafe(col(OF_THE_OTHER + name)));
        }
        return large.join(broadcast(right), condition)
                .drop(names(more).stream().map(name -> OF_THE_OTHER + name).toArray(String[]::new));
    }

    private List<String> names(String... more) {
        return Stream.concat(keys.stream(), Stream.of(more)).toList();
    }

    private Column[] columns(String... more) {
        return SaltedColumns.columns(names(more));
    }

    /** {@link ValueRanges} for a row. */
    private static final class RangeOf implements UDF3<Double, Double, Double, Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public Integer call(Double value, Double low, Double high) {
            return ValueRanges.rangeOf(value, low, high, RANGES_A_CUT);
        }
    }
}
