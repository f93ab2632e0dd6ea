package io.preflightguard.benchmarks.accuracy;

import io.preflightguard.Estimate;
import io.preflightguard.benchmarks.Arguments;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.ResultTable;
import io.preflightguard.benchmarks.TaskEnds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Predicted shuffle bytes against what Spark's task metrics say was written. See docs/shuffle-accuracy.md. */
public final class ShuffleAccuracyBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of(
            "set", "tuning",
            "inputs", "",
            "jobs", "",
            "codecs", "lz4,zstd",
            "flights", "../examples/data/flights-2001.parquet",
            "work", "target/shuffle-accuracy",
            "out", "target/shuffle-accuracy-results");

    private final Arguments arguments;
    private final Path work;
    private final List<Double> errors = new ArrayList<>();
    private int inside;
    private @Nullable ResultTable results;

    private ShuffleAccuracyBenchmark(Arguments arguments, Path work) {
        this.arguments = arguments;
        this.work = work;
    }

    /**
     * Runs it; {@code name=value} for each default that is to differ. {@code inputs} and {@code jobs} are pieces of the
     * names of those to run, all if empty.
     */
    public static void main(String[] line) throws Exception {
        Arguments arguments = Arguments.of(line, DEFAULTS);
        Path work = Path.of(arguments.text("work")).toAbsolutePath();
        LocalSpark.delete(work);
        try {
            new ShuffleAccuracyBenchmark(arguments, work).run();
        } finally {
            LocalSpark.delete(work);
        }
    }

    private void run() throws Exception {
        for (String codec : arguments.texts("codecs")) {
            // Spark takes the codec at launch and refuses it later.
            Map<String, String> conf = conf(codec);
            SparkSession spark = LocalSpark.start(work, conf);
            try {
                if (results == null) {
                    Map<String, Object> setting = LocalSpark.setting(spark, arguments, conf);
                    setting.put("Hudi", System.getProperty("hudi.version", "?"));
                    results = new ResultTable("Shuffle bytes, predicted and measured", setting);
                }
                run(spark, codec, results);
            } finally {
                spark.stop();
            }
        }
        ResultTable table = results;
        if (table != null) {
            claim(table);
            table.write(Path.of(arguments.text("out")));
            System.out.println(table.markdown());
        }
    }

    private static Map<String, String> conf(String codec) {
        Map<String, String> conf = new TreeMap<>();
        conf.put("spark.io.compression.codec", codec);
        conf.put("spark.sql.shuffle.partitions", "24");
        conf.put("spark.sql.autoBroadcastJoinThreshold", "-1");
        // Several map tasks even of the smaller inputs.
        conf.put("spark.sql.files.maxPartitionBytes", "4m");
        conf.put("spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar");
        conf.put("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension");
        return conf;
    }

    private void run(SparkSession spark, String codec, ResultTable table) throws Exception {
        for (Input input : Input.of(arguments.text("set"))) {
            if (!input.name().contains(arguments.text("inputs"))) {
                continue;
            }
            Dataset<Row> rows = input.read(spark, work, arguments.text("flights"));
            for (Job job : Job.all(input, work.resolve("table"))) {
                if (job.name().contains(arguments.text("jobs"))) {
                    table.add(row(input, codec, job, rows));
                }
            }
        }
    }

    private Map<String, Object> row(Input input, String codec, Job job, Dataset<Row> rows) throws Exception {
        long start = System.nanoTime();
        Estimate predicted = job.predict(rows);
        double seconds = (System.nanoTime() - start) / 1e9;
        AtomicLong written = new AtomicLong();
        Map<Integer, Long> byStage = new TreeMap<>();
        TaskEnds.of(
                rows.sparkSession(),
                task -> {
                    long bytes = task.taskMetrics().shuffleWriteMetrics().bytesWritten();
                    written.addAndGet(bytes);
                    byStage.merge(task.stageId(), bytes, Long::sum);
                },
                () -> job.run(rows));
        byStage.values().removeIf(bytes -> bytes == 0);
        double error = written.get() == 0 ? Double.NaN : predicted.value() / written.get() - 1;
        boolean isInside = predicted.low() <= written.get() && written.get() <= predicted.high();
        if (written.get() > 0) {
            errors.add(Math.abs(error));
            inside += isInside ? 1 : 0;
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("data", input.name());
        row.put("operation", job.name());
        row.put("codec", codec);
        row.put("predicted MB", predicted.value() / 1e6);
        row.put("from", predicted.low() / 1e6);
        row.put("to", predicted.high() / 1e6);
        row.put("measured MB", written.get() / 1e6);
        row.put("error %", Double.isNaN(error) ? "none" : String.format(Locale.ROOT, "%+.1f", 100 * error));
        row.put("inside", isInside ? "yes" : "NO");
        row.put("predicted in s", seconds);
        System.out.println(row + " by stage " + byStage);
        return row;
    }

    /** What shuffles nothing has no error, and does not count. */
    private void claim(ResultTable table) {
        if (errors.isEmpty()) {
            return;
        }
        List<Double> sorted = new ArrayList<>(errors);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        table.claim(String.format(
                Locale.ROOT,
                "%d shuffles: median error %.1f %% (at most 10), worst %.1f %% (at most 25), inside the interval %d (%.0f %%,"
                        + " at least 90)",
                sorted.size(),
                100 * median,
                100 * sorted.get(sorted.size() - 1),
                inside,
                100.0 * inside / sorted.size()));
    }
}
