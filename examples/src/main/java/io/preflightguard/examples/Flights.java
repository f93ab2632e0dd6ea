package io.preflightguard.examples;

import static org.apache.spark.sql.functions.array_repeat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The flights, as they are and as producers spoil them. */
record Flights(Dataset<Row> rows) {

    /** The airport with the most flights. */
    static final String BUSIEST = "ORD";

    private static final int COPIES = 80;

    /** Options of the write: one file per airport, sixteen tasks, which suits airports as they are. */
    static final Map<String, String> HUDI_OPTIONS = Map.of(
            "hoodie.table.name", "flights",
            "hoodie.datasource.write.operation", "bulk_insert",
            "hoodie.datasource.write.recordkey.field", "flight_id",
            "hoodie.datasource.write.partitionpath.field", "origin",
            "hoodie.datasource.write.precombine.field", "date",
            "hoodie.bulkinsert.sort.mode", "PARTITION_PATH_REPARTITION",
            "hoodie.bulkinsert.shuffle.parallelism", "16",
            // A local demo needs neither the metadata table nor the timeline server.
            "hoodie.metadata.enable", "false",
            "hoodie.embed.timeline.server", "false");

    /** Reads the file and derives a key, since the data has none. */
    static Flights read(SparkSession spark, String input) {
        return new Flights(spark.read()
                .parquet(input)
                .select(
                        concat_ws(
                                        "-",
                                        date_format(col("date"), "yyyyMMddHHmm"),
                                        col("origin"),
                                        col("destination"),
                                        col("distance"),
                                        col("delay"))
                                .as("flight_id"),
                        col("date").cast("timestamp").as("date"), // Hudi stores no timestamp without zone
                        col("delay"),
                        col("distance"),
                        col("origin"),
                        col("destination")));
    }

    /** The busiest airport's flights many times over, each with a key of its own. */
    Dataset<Row> skewed() {
        return rows.withColumn(
                        "copy",
                        explode(when(col("origin").equalTo(BUSIEST), expr("sequence(1, " + COPIES + ")"))
                                .otherwise(array_repeat(lit(1), 1))))
                .withColumn("flight_id", concat_ws("#", col("flight_id"), col("copy")))
                .drop("copy");
    }

    /** As many flights again, of the year after: keys that the table does not have. */
    Dataset<Row> ofNextYear() {
        return rows.withColumn("flight_id", regexp_replace(col("flight_id"), "^2001", "2002"))
                .withColumn("date", expr("date + interval 1 year"));
    }

    /** The producer has begun to send the delay as an object. */
    Dataset<Row> drifted() {
        return ofNextYear()
                .withColumn(
                        "delay",
                        struct(col("delay").as("minutes"), lit("unknown").as("reason")));
    }
}
