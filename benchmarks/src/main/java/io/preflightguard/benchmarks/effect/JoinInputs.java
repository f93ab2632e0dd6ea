package io.preflightguard.benchmarks.effect;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Two sides of a join, as Parquet. The left side has one key with a given share of its rows and spreads the others over
 * 100,000 keys; of the right side's 100,000 keys a tenth has no row on the left, and the other way round. The hot key has
 * three rows on the right, any other key one. Every value is a hash of the row's number.
 */
record JoinInputs(Dataset<Row> left, Dataset<Row> right) {

    private static final int RIGHT_KEYS = 100_000;
    private static final int UNMATCHED = RIGHT_KEYS / 10;
    private static final int HOT_ROWS_RIGHT = 3;
    private static final int LEFT_FILES = 8;
    private static final int RIGHT_FILES = 2;

    static JoinInputs write(SparkSession spark, long rows, int hotPercent, Path folder) {
        Path left = folder.resolve("left-" + hotPercent);
        Path right = folder.resolve("right-" + hotPercent);
        spark.range(0, rows, 1, LEFT_FILES)
                .selectExpr(
                        "if(pmod(xxhash64(id), 100) < " + hotPercent + ", 0L, " + UNMATCHED
                                + " + pmod(xxhash64(id, 1), " + RIGHT_KEYS + ")) as k",
                        "id",
                        "concat('order-', hex(xxhash64(id, 2)), '-', hex(xxhash64(id, 3))) as payload")
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(left.toString());
        spark.range(0, RIGHT_KEYS + HOT_ROWS_RIGHT - 1, 1, RIGHT_FILES)
                .selectExpr(
                        "if(id < " + RIGHT_KEYS + ", id, 0L) as k",
                        "concat('customer-', hex(xxhash64(id, 4))) as name",
                        "id as version")
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(right.toString());
        return new JoinInputs(
                spark.read().parquet(left.toString()), spark.read().parquet(right.toString()));
    }
}
