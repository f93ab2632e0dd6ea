package io.preflightguard.benchmarks.accuracy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Rows to shuffle, with key {@code id}, path {@code p} and ordering {@code ts}. Which of them tune and which judge was
 * written down before: docs/shuffle-accuracy.md. No row is in both.
 *
 * @param name what it is called in the table
 * @param after the number of the last row, or of flights month, that is left out
 * @param until the number of the last row, or of flights month, that is taken
 * @param groupBy the columns of its aggregate
 * @param sum the column that is summed
 */
record Input(String name, Source source, long after, long until, List<String> groupBy, String sum) {

    private static final long MILLION = 1_000_000;

    /** Where rows come from. */
    enum Source {
        ORDERS,
        LINE_ITEMS,
        FLIGHTS
    }

    /** The inputs of a set. */
    static List<Input> of(String set) {
        return switch (set) {
            case "tuning" ->
                List.of(
                        orders("orders-1m", 0, MILLION),
                        flights("flights-jan-mar", 0, 3),
                        orders("orders-5m", MILLION, 6 * MILLION));
            case "judging" ->
                List.of(
                        lineItems("lineitem-1m", MILLION),
                        flights("flights-apr-jun", 3, 6),
                        orders("orders-next-5m", 6 * MILLION, 11 * MILLION),
                        lineItems("lineitem-5m", 5 * MILLION));
            default -> throw new IllegalArgumentException("set=" + set + ": expected tuning or judging");
        };
    }

    private static Input orders(String name, long after, long until) {
        return new Input(name, Source.ORDERS, after, until, List.of("o_custkey"), "o_totalprice");
    }

    private static Input lineItems(String name, long until) {
        return new Input(name, Source.LINE_ITEMS, 0, until, List.of("l_partkey"), "l_quantity");
    }

    private static Input flights(String name, long after, long until) {
        return new Input(name, Source.FLIGHTS, after, until, List.of("origin", "destination"), "delay");
    }

    /** Writes the rows to Parquet, if they are not there from an earlier session, and reads them from there. */
    Dataset<Row> read(SparkSession spark, Path folder, String flights) {
        String path = folder.resolve(name).toString();
        if (!Files.exists(Path.of(path, "_SUCCESS"))) {
            make(spark, flights).write().mode("overwrite").parquet(path);
        }
        return spark.read().parquet(path);
    }

    private Dataset<Row> make(SparkSession spark, String flights) {
        return switch (source) {
            case ORDERS -> TpchRows.orders(spark, after, until);
            case LINE_ITEMS -> TpchRows.lineItems(spark, until);
            case FLIGHTS ->
                spark.read()
                        .parquet(flights)
                        .where("month(date) > " + after + " and month(date) <= " + until)
                        .coalesce(1)
                        .selectExpr(
                                "concat_ws('-', date_format(date, 'yyyyMMdd'), origin, destination,"
                                        + " monotonically_increasing_id()) as id",
                                "substring(origin, 1, 1) as p",
                                "cast(date as timestamp) as ts",
                                "delay",
                                "distance",
                                "origin",
                                "destination")
                        .repartitionByRange(4, functions.col("ts"));
        };
    }
}
