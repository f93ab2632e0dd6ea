package io.preflightguard.benchmarks;

import io.preflightguard.PreflightReport;
import io.preflightguard.hudi.HudiPreflight;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a whole preflight takes on flights, warm, beside the cheapest thing a team does by hand: one full count by
 * key. Both in one run, on {@code local[2]}.
 *
 * <pre>{@code ./mvnw -Pfull,benchmark -pl benchmarks -am verify -DskipTests -Dbenchmark.arguments="-p input=FILE"}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class PreflightCostBenchmark {

    private static final Map<String, String> OPTIONS = Map.of(
            "hoodie.table.name", "flights",
            "hoodie.datasource.write.operation", "bulk_insert",
            "hoodie.datasource.write.recordkey.field", "flight_id",
            "hoodie.datasource.write.partitionpath.field", "origin",
            "hoodie.bulkinsert.sort.mode", "PARTITION_PATH_REPARTITION",
            "hoodie.bulkinsert.shuffle.parallelism", "16");

    /** The flights to read; given on the command line with {@code -p input=...}. */
    @Param("../examples/data/flights-2001.parquet")
    public String input = "";

    private SparkSession spark;
    private Dataset<Row> flights;
    private HudiPreflight preflight;

    /** Starts Spark. */
    @Setup
    public void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .getOrCreate();
        flights = spark.read()
                .parquet(input)
                .selectExpr(
                        "concat_ws('-', date, origin, destination, distance, delay) as flight_id",
                        "cast(date as timestamp) as date",
                        "delay",
                        "distance",
                        "origin",
                        "destination");
        preflight = HudiPreflight.on(spark).build();
    }

    /** Ends Spark. */
    @TearDown
    public void stop() {
        spark.stop();
    }

    /** The whole preflight: table, columns, sample, skew, sizing. */
    @Benchmark
    public PreflightReport preflight() {
        return preflight.check(flights, OPTIONS, "target/no-table");
    }

    /** What it stands beside: an exact count of one key over all rows. */
    @Benchmark
    public Object fullCountByKey() {
        return flights.groupBy("origin").count().collectAsList();
    }
}
