package io.preflightguard.benchmarks.bulkinsert;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The rows that are written, as Parquet of sixteen files: key {@code id}, path {@code p}, ordering {@code ts}. */
enum Rows {
    /** Rows in 20 paths, 90 % of them in one. */
    TRIAL,
    /** The same in 20 paths of one size. */
    EVEN,
    /** Three million flights by their origin. */
    FLIGHTS;

    private static final int FILES = 16;

    /**
     * Writes and reads them.
     *
     * @param flights the file of the flights, which only {@link #FLIGHTS} needs
     * @param count how many rows there are, but for the flights
     */
    Dataset<Row> write(SparkSession spark, String flights, long count, Path folder) {
        String path = folder.resolve(name()).toString();
        rows(spark, flights, count).write().mode(SaveMode.Overwrite).parquet(path);
        return spark.read().parquet(path);
    }

    private Dataset<Row> rows(SparkSession spark, String flights, long count) {
        if (this == FLIGHTS) {
            if (flights.isBlank()) {
                throw new IllegalArgumentException("data=flights needs the file of the flights: flights=FILE");
            }
            return spark.read()
                    .parquet(flights)
                    .coalesce(1) // one row after the other, so that the numbers do not depend on how the file is split
                    // Hudi stores no timestamp without zone.
                    .withColumn("date", functions.col("date").cast("timestamp"))
                    .selectExpr("*", "monotonically_increasing_id() as ts")
                    .selectExpr("*", "concat('flight-', lpad(ts, 9, '0')) as id", "origin as p")
                    .repartitionByRange(FILES, functions.col("ts"));
        }
        String path = this == EVEN ? "concat('p', id % 20)" : "if(id % 10 > 0, 'hot', concat('p', id div 10 % 19))";
        return spark.range(0, count, 1, FILES)
                .selectExpr(
                        "concat('order-', lpad(id, 9, '0')) as id",
                        path + " as p",
                        "id as ts",
                        "hex(xxhash64(id)) as customer",
                        "cast(pmod(xxhash64(id, 1), 1000000) / 100 as decimal(10,2)) as amount",
                        "cast(pmod(xxhash64(id, 2), 50) as int) as quantity");
    }
}
