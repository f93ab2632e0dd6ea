package io.preflightguard.benchmarks.accuracy;

import io.preflightguard.Estimate;
import io.preflightguard.benchmarks.Arguments;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.ResultTable;
import io.preflightguard.benchmarks.TaskEnds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Predicted shuffle bytes against what Spark's task metrics say was written. See docs/shuffle-accuracy.md. */
public final class ShuffleAccuracyBenchmark {

    private static final Logger LOG = LoggerFactory.getLogger(ShuffleAccuracyBenchmark.class);

    private static final Map<String, String> DEFAULTS = Map.of(
            "set", "tuning",
            "inputs", "",
            "jobs", "",
            "codecs", "lz4,zstd",
            "flights", "../examples/data/flights-2001.parquet",
            "work", "target/shuffle-accuracy",
            "keep", "false",
            "out", "target/shuffle-accuracy-results");

    private static final Map<String, String> CONF = Map.of(
            "spark.sql.shuffle.partitions", "24",
            "spark.sql.autoBroadcastJoinThreshold", "-1",
            // Several map tasks even of the smaller inputs.
            "spark.sql.files.maxPartitionBytes", "4m",
            "spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar",
            "spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension",
            // What is measured is bytes, on whatever machine.
            "spark.guard.time-budget", "600s");

    private final Arguments arguments;
    private final Path work;
    private final List<Accuracy> rows = new ArrayList<>();

    private ShuffleAccuracyBenchmark(Arguments arguments, Path work) {
        this.arguments = arguments;
        this.work = work;
    }

    /**
     * Runs it; {@code name=value} for each default that is to differ. {@code inputs} and {@code jobs} are pieces of the
     * names of those to run, separated by commas; all if empty.
     */
    public static void main(String[] line) throws Exception {
        Arguments arguments = Arguments.of(line, DEFAULTS);
        Path work = Path.of(arguments.text("work")).toAbsolutePath();
        boolean keepsInputs = Boolean.parseBoolean(arguments.text("keep"));
        clear(work, keepsInputs);
        try {
            new ShuffleAccuracyBenchmark(arguments, work).run();
        } finally {
            clear(work, keepsInputs);
        }
    }

    private static void clear(Path work, boolean keepsInputs) {
        LocalSpark.delete(keepsInputs ? work.resolve("local") : work);
        LocalSpark.delete(work.resolve("table"));
    }

    private void run() throws Exception {
        for (String codec : arguments.texts("codecs")) {
            Map<String, String> conf = new TreeMap<>(CONF);
            // Spark takes the codec at launch and refuses it later.
            conf.put("spark.io.compression.codec", codec);
            SparkSession spark = LocalSpark.start(work, conf);
            try {
                Map<String, Object> setting = LocalSpark.setting(spark, arguments, CONF);
                setting.put("Hudi", System.getProperty("hudi.version", "?"));
                run(spark, codec, setting);
            } finally {
                spark.stop();
            }
        }
        System.out.println(Accuracy.summary(rows));
    }

    private void run(SparkSession spark, String codec, Map<String, Object> setting) throws Exception {
        for (Input input : Input.of(arguments.text("set"))) {
            if (!isWanted(input.name(), "inputs")) {
                continue;
            }
            Dataset<Row> data = input.read(spark, work, arguments.text("flights"));
            Path table = work.resolve("table");
            for (Job job : Job.all(input, table)) {
                if (isWanted(job.name(), "jobs")) {
                    Accuracy row = compare(input, codec, job, data);
                    rows.add(row);
                    System.out.println(row.row());
                    report(setting);
                    LocalSpark.delete(table);
                }
            }
        }
    }

    private boolean isWanted(String name, String argument) {
        return arguments.texts(argument).stream().map(String::trim).anyMatch(name::contains);
    }

    /** After each row, so that a run that is cut keeps what it has. */
    private void report(Map<String, Object> setting) throws IOException {
        ResultTable results = new ResultTable("Shuffle bytes, predicted and measured", setting);
        results.claim(arguments.text("set") + " set: " + Accuracy.summary(rows));
        rows.forEach(row -> results.add(row.row()));
        results.write(Path.of(arguments.text("out")));
    }

    /** A job that fails is a row, too: what comes after it is worth having. */
    private static Accuracy compare(Input input, String codec, Job job, Dataset<Row> data) {
        try {
            long start = System.nanoTime();
            Estimate predicted = job.predict(data);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Accuracy(input.name(), job.name(), codec, predicted, written(job, data), seconds, "");
        } catch (Exception failed) {
            LOG.warn("{} of {} was not compared", job.name(), input.name(), failed);
            String why = String.valueOf(failed.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .replace('|', '/');
            return new Accuracy(input.name(), job.name(), codec, null, 0, 0, why);
        }
    }

    private static long written(Job job, Dataset<Row> data) throws Exception {
        AtomicLong written = new AtomicLong();
        Map<Integer, Long> byStage = new TreeMap<>();
        TaskEnds.of(
                data.sparkSession(),
                task -> {
                    long bytes = task.taskMetrics().shuffleWriteMetrics().bytesWritten();
                    written.addAndGet(bytes);
                    byStage.merge(task.stageId(), bytes, Long::sum);
                },
                () -> job.run(data));
        byStage.values().removeIf(bytes -> bytes == 0);
        System.out.println(job.name() + " by stage " + byStage);
        return written.get();
    }
}
