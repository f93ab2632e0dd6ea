package io.preflightguard.benchmarks.spill;

import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the grid writes: about 100 MiB of rows in memory each. */
enum Data {
    /** Many small rows, for which a sorter's pointers count. */
    NARROW(500_000, "id % 1000 as amount"),
    /** Rows of no one size: up to half a kilobyte of text that compresses little. */
    MIXED(
            220_000,
            "substr(concat_ws('', sha2(string(id), 512), sha2(string(-id), 512), sha2(string(id * 3), 512), sha2(string(id"
                    + " * 5), 512)), 1, cast(pmod(id * 7919, 512) as int)) as text"),
    /** Fewer rows of a kilobyte of text that compresses little. */
    WIDE(
            90_000,
            "concat_ws('', sha2(string(id), 512), sha2(string(-id), 512), sha2(string(id * 3), 512), sha2(string(id * 5),"
                    + " 512), sha2(string(id * 7), 512), sha2(string(id * 9), 512)) as text");

    private static final int FILES = 8;

    private final long rows;
    private final String payload;

    Data(long rows, String payload) {
        this.rows = rows;
        this.payload = payload;
    }

    static Data named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    long rows() {
        return rows;
    }

    /** Writes the rows as Parquet files, once, and reads them: 40 paths of uneven size, in no order. */
    Dataset<Row> read(SparkSession spark, Path work) {
        return read(spark, work, 1);
    }

    /** As {@link #read(SparkSession, Path)}, of so many times the rows. */
    Dataset<Row> read(SparkSession spark, Path work, int times) {
        Path file = work.resolve(name() + "-" + times);
        if (!file.toFile().exists()) {
            spark.range(0, rows * times, 1, FILES)
                    .selectExpr(
                            "sha2(string(id), 224) as id",
                            "concat('p', cast(sqrt(id % 1600) as int)) as p",
                            "id as ts",
                            payload)
                    .write()
                    .parquet(file.toString());
        }
        return spark.read().parquet(file.toString());
    }
}
