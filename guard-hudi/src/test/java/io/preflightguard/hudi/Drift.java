package io.preflightguard.hudi;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A way in which what arrives differs from the table.
 *
 * @param name what changes
 * @param field the field that a refusal must name
 * @param additive whether this is the one kind of change that must go through
 * @param change makes the batch that arrives from one that fits
 */
record Drift(String name, String field, boolean additive, UnaryOperator<Dataset<Row>> change) {

    /** What differs from another drift by its types only. */
    private static final Set<String> VARIANTS = Set.of(
            "i -> double",
            "i -> boolean",
            "l -> float",
            "l -> string",
            "f -> double",
            "string -> struct",
            "string -> timestamp",
            "struct -> string",
            "dec -> decimal(12,4)",
            "dec -> double",
            "dt -> timestamp",
            "tsv -> string",
            "tsv -> date",
            "list<int> -> list<string>");

    /** The columns of the table that the drifts are held against, all nullable. */
    static final String[] COLUMNS = {
        "cast(id as string) as id",
        "'p' as p",
        "id as ts",
        "concat('s', id) as str",
        "cast(id as int) as i",
        "id * 10 as l",
        "cast(id + 0.5 as float) as f",
        "cast(id + 0.25 as double) as dbl",
        "cast(id + 0.45 as decimal(10,2)) as dec",
        "date_add(date'2022-01-08', cast(id as int)) as dt",
        "timestamp_seconds(1704067200 + id) as tsv",
        "cast(concat('b', id) as binary) as bin",
        "named_struct('x', cast(id as int), 'y', concat('y', id)) as st",
        "array(cast(id as int), 7) as arr",
        "map('k', cast(id as int)) as mp",
        "array(named_struct('q', cast(id as int), 'r', 'r')) as items",
        "concat('g', id) as gone"
    };

    static List<Drift> all() {
        return List.of(
                additive("nothing", UnaryOperator.identity()),
                additive("add a nullable column", frame -> frame.withColumn("note", expr("nullif(str, 's1')"))),
                additive(
                        "add a nullable nested field",
                        frame -> frame.withColumn(
                                "st", expr("named_struct('x', st.x, 'y', st.y, 'z', nullif(str, 's1'))"))),
                additive(
                        "add a nullable field to a list's items",
                        frame -> frame.withColumn(
                                "items",
                                expr(
                                        "transform(items, e -> named_struct('q', e.q, 'r', e.r, 'n', nullif(e.r, 'r')))"))),
                additive(
                        "reorder columns",
                        frame -> frame.select(
                                "gone", "id", "p", "ts", "items", "mp", "arr", "st", "bin", "tsv", "dt", "dec", "dbl",
                                "f", "l", "i", "str")),
                breaking("add a column that is not null", "fresh", frame -> frame.withColumn("fresh", expr("1"))),
                breaking("drop a column", "gone", frame -> frame.drop("gone")),
                breaking(
                        "drop a nested field",
                        "st.y",
                        frame -> frame.withColumn("st", expr("named_struct('x', st.x)"))),
                breaking(
                        "drop a field of a list's items",
                        "items[].r",
                        frame -> frame.withColumn("items", expr("transform(items, e -> named_struct('q', e.q))"))),
                breaking("rename a column", "gone", frame -> frame.withColumnRenamed("gone", "gone2")),
                breaking("change the case of a name", "gone", frame -> frame.withColumnRenamed("gone", "GONE")),
                cast("i", "bigint"),
                cast("i", "double"),
                cast("i", "string"),
                cast("i", "boolean"),
                cast("l", "float"),
                cast("l", "string"),
                cast("f", "double"),
                breaking("string -> int", "str", frame -> frame.withColumn("str", expr("cast(substr(str, 2) as int)"))),
                cast("str", "binary"),
                breaking("string -> struct", "str", frame -> frame.withColumn("str", expr("named_struct('v', str)"))),
                breaking("string -> list", "str", frame -> frame.withColumn("str", expr("array(str)"))),
                breaking(
                        "string -> timestamp",
                        "str",
                        frame -> frame.withColumn("str", expr("cast('2024-01-01' as timestamp)"))),
                breaking("struct -> string", "st", frame -> frame.withColumn("st", expr("st.y"))),
                cast("bin", "string"),
                cast("dec", "decimal(10,4)"),
                cast("dec", "decimal(12,4)"),
                cast("dec", "decimal(13,2)"),
                cast("dec", "double"),
                cast("dt", "timestamp"),
                breaking("date -> string, text is no date", "dt", frame -> frame.withColumn("dt", expr("'n/a'"))),
                breaking("timestamp -> long", "tsv", frame -> frame.withColumn("tsv", expr("1704067200 + ts"))),
                cast("tsv", "string"),
                cast("tsv", "date"),
                breaking(
                        "list<int> -> list<long>",
                        "arr[]",
                        frame -> frame.withColumn("arr", col("arr").cast("array<bigint>"))),
                breaking(
                        "list<int> -> list<string>",
                        "arr[]",
                        frame -> frame.withColumn("arr", col("arr").cast("array<string>"))),
                breaking(
                        "map of int -> map of string",
                        "mp{}",
                        frame -> frame.withColumn("mp", col("mp").cast("map<string,string>"))),
                breaking(
                        "struct<x: int> -> struct<x: long>",
                        "st.x",
                        frame -> frame.withColumn("st", expr("named_struct('x', cast(st.x as bigint), 'y', st.y)"))));
    }

    boolean isVariant() {
        return VARIANTS.contains(name);
    }

    private static Drift additive(String name, UnaryOperator<Dataset<Row>> change) {
        return new Drift(name, "", true, change);
    }

    private static Drift breaking(String name, String field, UnaryOperator<Dataset<Row>> change) {
        return new Drift(name, field, false, change);
    }

    private static Drift cast(String column, String type) {
        return breaking(
                column + " -> " + type,
                column,
                frame -> frame.withColumn(column, col(column).cast(type)));
    }

    @Override
    public String toString() {
        return name;
    }
}
