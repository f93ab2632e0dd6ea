package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Measurement;
import io.preflightguard.PreflightReport;
import io.preflightguard.PreflightViolationException;
import io.preflightguard.config.Repair;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Writes a table in a JVM of its own, which has little disk or little memory. Prints what came of it. */
public final class SmallMachineJob {

    static final int REFUSED = 3;

    private static final String THRESHOLD = "spark.sql.autoBroadcastJoinThreshold";

    private final SparkSession spark;
    private final String guard;
    private final Path work;

    private SmallMachineJob(SparkSession spark, String guard, Path work) {
        this.spark = spark;
        this.guard = guard;
        this.work = work;
    }

    /**
     * @param arguments what to write ({@code sorted} or {@code joined}), what the guard does ({@code none}, {@code check}
     *     or {@code repair}), a folder for tables, one for Spark's local files, the codec, and how many rows
     */
    public static void main(String[] arguments) throws Exception {
        // Spark's driver outlives the thread that ran out of memory while it took a result, and waits for ever.
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            System.out.println("DIED of " + thrown);
            Runtime.getRuntime().halt(1);
        });
        SparkSession spark = SparkSession.builder()
                .appName("small-machine")
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.local.dir", arguments[3])
                .config("spark.io.compression.codec", arguments[4])
                .config("spark.sql.shuffle.partitions", "8")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar")
                .config("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension")
                .getOrCreate();
        SmallMachineJob job = new SmallMachineJob(spark, arguments[1], Path.of(arguments[2]));
        long rows = Long.parseLong(arguments[5]);
        Dataset<Row> frame = arguments[0].equals("sorted") ? job.orders(rows) : job.joined(rows);
        String threshold = spark.conf().get(THRESHOLD);
        try {
            TaskTotals totals = TaskTotals.of(spark, () -> job.write(frame));
            System.out.println("WRITTEN " + job.written() + " rows, shuffled " + totals.shuffleBytes());
            System.out.println("PUT BACK " + spark.conf().get(THRESHOLD).equals(threshold));
        } catch (PreflightViolationException refused) {
            System.out.println("REFUSED " + refused.getMessage());
            job.print(refused.report());
            System.exit(REFUSED);
        }
    }

    private void write(Dataset<Row> frame) {
        Map<String, String> options = TestHudi.options("bulk_insert");
        options.put("hoodie.bulkinsert.sort.mode", "GLOBAL_SORT");
        options.put("hoodie.bulkinsert.shuffle.parallelism", "8");
        String table = work.resolve("table").toString();
        if (guard.equals("none")) {
            frame.write().format("hudi").options(options).mode(SaveMode.Append).save(table);
            return;
        }
        PreflightReport report = HudiPreflight.on(spark)
                .repair(guard.equals("repair") ? Repair.APPLY : Repair.OFF)
                .build()
                .write(frame, options, table, SaveMode.Append);
        System.out.println("APPLIED " + report.applied());
        print(report);
    }

    private void print(PreflightReport report) {
        for (CheckResult result : report.results()) {
            for (Measurement measurement : result.measurements()) {
                if (measurement.value() instanceof Estimate estimate) {
                    System.out.printf("MEASURED %s: %.0f%n", measurement.name(), estimate.value());
                }
            }
        }
    }

    private long written() {
        return spark.read()
                .format("hudi")
                .load(work.resolve("table").toString())
                .count();
    }

    /** Hex digits: lz4 finds nothing to shorten, zstd halves them. */
    private Dataset<Row> orders(long rows) {
        return spark.range(0, rows, 1, 8)
                .selectExpr(
                        "cast(id as string) as id",
                        "concat('p', id % 4) as p",
                        "id as ts",
                        "concat(sha2(string(id), 512), sha2(string(-id), 512)) as text");
    }

    /** A few rows joined to a file of a few MB that holds this many. */
    private Dataset<Row> joined(long rows) throws Exception {
        String file = work.resolve("items").toString();
        spark.range(0, rows, 1, 8)
                .selectExpr("id div 1000 as k", "id % 1000 as item")
                .write()
                .parquet(file);
        Dataset<Row> items = spark.read().parquet(file);
        Dataset<Row> facts = spark.range(0, 10, 1, 2).selectExpr("id as ts", "concat('p', id % 4) as p");
        return facts.join(items, facts.col("ts").equalTo(items.col("k")), "left_outer")
                .selectExpr("concat(ts, '-', item) as id", "p", "ts", "item");
    }
}
