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
 * written down before: docs/shuffle-accuracy.md.
 *
 * @param name what it is called in the table
 * @param groupBy the columns of its aggregate
 * @param sum the column that is summed
 */
record Input(String name, Source source, long rows, List<String> groupBy, String sum) {

    /** Where rows come from. */
    enum Source {
        ORDERS,
        LINE_ITEMS,
        FLIGHTS
    }

    /** The inputs of a set. */
    static List<Input> of(String set) {
        return switch (set) {
            case "tuning" -> List.of(orders(1), flights("flights, January to March", 3));
            case "judging" -> List.of(lineItems(1), flights("flights", 12), orders(5), lineItems(5));
            default -> throw new IllegalArgumentException("set=" + set + ": expected tuning or judging");
        };
    }

    private static Input orders(int millions) {
        return new Input(
                "orders, " + millions + " million",
                Source.ORDERS,
                millions * 1_000_000L,
                List.of("o_custkey"),
                "o_totalprice");
    }

    private static Input lineItems(int millions) {
        return new Input(
                "lineitem, " + millions + " million",
                Source.LINE_ITEMS,
                millions * 1_000_000L,
                List.of("l_partkey"),
                "l_quantity");
    }

    private static Input flights(String name, int months) {
        return new Input(name, Source.FLIGHTS, months, List.of("origin", "destination"), "delay");
    }

    /** Writes the rows to Parquet, if they are not there from an earlier session, and reads them from there. */
    Dataset<Row> read(SparkSession spark, Path folder, String flights) {
        String path = folder.resolve(name.replaceAll("\\W+", "-")).toString();
        if (!Files.exists(Path.of(path, "_SUCCESS"))) {
            make(spark, flights).write().mode("overwrite").parquet(path);
        }
        return spark.read().parquet(path);
    }

    private Dataset<Row> make(SparkSession spark, String flights) {
        return switch (source) {
            case ORDERS -> TpchRows.orders(spark, rows);
            case LINE_ITEMS -> TpchRows.lineItems(spark, rows);
            case FLIGHTS ->
                spark.read()
                        .parquet(flights)
                        .where("month(date) <= " + rows)
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
