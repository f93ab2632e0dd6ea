package io.preflightguard.benchmarks.cost;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Orders as Parquet: a key of Zipf's law with exponent 1.1 over a million customers, 32 regions alike, an amount, a time and
 * a text of 40 bytes. Every value is a hash of the row's number, so the same rows come out every time.
 *
 * @param rows how many rows
 * @param rowsPerFile how many of them each file has
 * @param folder where the files are
 */
record Orders(long rows, int rowsPerFile, Path folder) {

    static final String KEY = "key";

    /** So that a file has several row groups, as a large one has. */
    private static final int ROW_GROUP_BYTES = 2 << 20;

    /** In [0, 1), from the row's number. */
    private static final String UNIFORM = "(shiftrightunsigned(xxhash64(id), 11) * pow(2d, -53))";

    /** The inverse of the continuous law's distribution: x to the power of -1.1 on [1, 1,000,001). */
    private static final String RANK = "cast(pow(1 + " + UNIFORM + " * (pow(1000001d, -0.1d) - 1), -10d) as bigint)";

    /** Writes the files. */
    void write(SparkSession spark) {
        spark.range(0, rows, 1, files())
                .selectExpr(
                        "id",
                        "concat('cust-', lpad(cast(" + RANK + " as string), 7, '0')) as " + KEY,
                        "concat('region-', pmod(xxhash64(id, 1), 32)) as region",
                        "pmod(xxhash64(id, 2), 100000) / 100d as amount",
                        "timestamp_micros(1700000000000000 + id * 1000) as ts",
                        "concat('order-', hex(xxhash64(id, 3)), '-of-', lpad(cast(id as string), 14, '0')) as payload")
                .write()
                .option("parquet.block.size", ROW_GROUP_BYTES)
                .mode(SaveMode.Overwrite)
                .parquet(folder.toString());
    }

    /** A fresh frame, so that nothing of an earlier look is left in it. */
    Dataset<Row> read(SparkSession spark) {
        return spark.read().parquet(folder.toString());
    }

    int files() {
        return Math.toIntExact((rows + rowsPerFile - 1) / rowsPerFile);
    }
}
