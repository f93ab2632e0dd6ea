package io.preflightguard.benchmarks.spill;

import io.preflightguard.PreflightReport;
import io.preflightguard.Remedy;
import io.preflightguard.Severity;
import io.preflightguard.benchmarks.BulkInsertOptions;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.TaskEnds;
import io.preflightguard.hudi.HudiPreflight;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** One bulk_insert that is made again and again, each time with other settings. */
final class SettingsWork {

    private static final long RULE = 128L << 20;
    private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";
    private static final String PARALLELISM = "hoodie.bulkinsert.shuffle.parallelism";

    private final SparkSession spark;
    private final Path work;
    private final String fraction;
    private final Data data;
    private final String mode;
    private long shuffleBytes;

    SettingsWork(SparkSession spark, Path work, String fraction, Data data, String mode) {
        this.spark = spark;
        this.work = work;
        this.fraction = fraction;
        this.data = data;
        this.mode = mode;
    }

    /** What settings are taken. */
    enum Choice {
        /** Those of Spark and of Hudi. */
        DEFAULTS,
        /** As many partitions as make 128 MB of shuffle each. */
        MB_128,
        /** Those that the guard's findings ask for; none if there is no finding. */
        RECOMMENDED
    }

    /**
     * What one write took.
     *
     * @param settings what was set
     */
    record Done(Map<String, String> settings, double seconds, long spilledBytes, int readingTasks) {}

    String name() {
        return "memory fraction " + fraction + ", " + data.name() + ", " + mode;
    }

    Map<String, Object> row(Choice choice, Done done) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("memory fraction", fraction);
        row.put("data", data.name());
        row.put("sort mode", mode);
        row.put("settings", choice.name());
        row.put("set", done.settings().toString());
        row.put("wall s", done.seconds());
        row.put("spilled MB", done.spilledBytes() / 1e6);
        row.put("tasks that read the shuffle", done.readingTasks());
        return row;
    }

    Done run(Choice choice) throws Exception {
        Dataset<Row> rows = data.read(spark, work);
        Map<String, String> settings = settings(choice, rows);
        settings.forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                spark.conf().set(key, value);
            }
        });
        try {
            return write(rows, settings);
        } finally {
            settings.keySet().stream().filter(key -> key.startsWith("spark.")).forEach(spark.conf()::unset);
        }
    }

    private Done write(Dataset<Row> rows, Map<String, String> settings) throws Exception {
        Map<String, String> options = BulkInsertOptions.of(mode);
        settings.forEach((key, value) -> {
            if (!key.startsWith("spark.")) {
                options.put(key, value);
            }
        });
        LocalSpark.delete(work.resolve("table"));
        AtomicLong shuffled = new AtomicLong();
        AtomicLong spilled = new AtomicLong();
        AtomicLong readers = new AtomicLong();
        long[] nanos = new long[1];
        TaskEnds.of(
                spark,
                task -> {
                    shuffled.addAndGet(task.taskMetrics().shuffleWriteMetrics().bytesWritten());
                    spilled.addAndGet(task.taskMetrics().diskBytesSpilled());
                    if (task.taskMetrics().shuffleReadMetrics().recordsRead() > 0) {
                        readers.incrementAndGet();
                    }
                },
                () -> {
                    long start = System.nanoTime();
                    rows.write()
                            .format("hudi")
                            .options(options)
                            .mode(SaveMode.Append)
                            .save(table());
                    nanos[0] = System.nanoTime() - start;
                });
        shuffleBytes = shuffled.get();
        return new Done(settings, nanos[0] / 1e9, spilled.get(), (int) readers.get());
    }

    private Map<String, String> settings(Choice choice, Dataset<Row> rows) {
        return switch (choice) {
            case DEFAULTS -> Map.of();
            case MB_128 -> {
                String partitions = Long.toString(Math.max(1, (shuffleBytes + RULE - 1) / RULE));
                yield Map.of(SHUFFLE_PARTITIONS, partitions, PARALLELISM, partitions);
            }
            case RECOMMENDED -> recommended(rows);
        };
    }

    private Map<String, String> recommended(Dataset<Row> rows) {
        LocalSpark.delete(work.resolve("table"));
        PreflightReport report = HudiPreflight.on(spark).build().check(rows, BulkInsertOptions.of(mode), table());
        Map<String, String> settings = new TreeMap<>();
        report.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(finding ->
                        finding.remedies().stream().findFirst().map(List::of).orElse(List.of()))
                .flatMap(List::stream)
                .forEach(remedy -> add(settings, remedy));
        return settings;
    }

    private static void add(Map<String, String> settings, Remedy remedy) {
        if (remedy instanceof Remedy.SetSessionConf conf) {
            settings.put(conf.key(), conf.value());
        } else if (remedy instanceof Remedy.SetWriteOption option) {
            settings.put(option.key(), option.value());
        }
    }

    private String table() {
        return work.resolve("table").toString();
    }
}
