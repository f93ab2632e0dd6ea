package io.preflightguard.benchmarks.spill;

import io.preflightguard.PreflightReport;
import io.preflightguard.Remedy;
import io.preflightguard.Severity;
import io.preflightguard.benchmarks.BulkInsertOptions;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.TaskEnds;
import io.preflightguard.hudi.HudiPreflight;
import java.nio.file.Path;
import java.util.EnumMap;
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
    private final String name;
    private final Dataset<Row> rows;
    private final String mode;
    private final Map<Choice, Map<String, String>> settings = new EnumMap<>(Choice.class);
    private long shuffleBytes;

    private SettingsWork(SparkSession spark, Path work, String name, Dataset<Row> rows, String mode) {
        this.spark = spark;
        this.work = work;
        this.name = name;
        this.rows = rows;
        this.mode = mode;
    }

    /**
     * The work, written once to load Hudi's classes and to see what it shuffles, and checked once: what is timed after
     * this is writes and nothing else.
     */
    static SettingsWork prepared(SparkSession spark, Path work, String name, Dataset<Row> rows, String mode)
            throws Exception {
        SettingsWork job = new SettingsWork(spark, work, name, rows, mode);
        job.write(Map.of());
        String partitions = Long.toString(Math.max(1, (job.shuffleBytes + RULE - 1) / RULE));
        job.settings.put(Choice.DEFAULTS, Map.of());
        job.settings.put(Choice.MB_128, Map.of(SHUFFLE_PARTITIONS, partitions, PARALLELISM, partitions));
        job.settings.put(Choice.RECOMMENDED, job.recommended());
        return job;
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
        return name;
    }

    Map<String, Object> row(Choice choice, Done done) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("work", name);
        row.put("settings", choice.name());
        row.put("set", done.settings().toString());
        row.put("wall s", done.seconds());
        row.put("spilled MB", done.spilledBytes() / 1e6);
        row.put("tasks that read the shuffle", done.readingTasks());
        return row;
    }

    Done run(Choice choice) throws Exception {
        Map<String, String> set = settings.getOrDefault(choice, Map.of());
        set.forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                spark.conf().set(key, value);
            }
        });
        try {
            return write(set);
        } finally {
            set.keySet().stream().filter(key -> key.startsWith("spark.")).forEach(spark.conf()::unset);
        }
    }

    private Done write(Map<String, String> set) throws Exception {
        Map<String, String> options = BulkInsertOptions.of(mode);
        set.forEach((key, value) -> {
            if (!key.startsWith("spark.")) {
                options.put(key, value);
            }
        });
        LocalSpark.delete(work.resolve("table"));
        AtomicLong shuffled = new AtomicLong();
        AtomicLong spilled = new AtomicLong();
        AtomicLong readers = new AtomicLong();
        long[] nanos = new long[1];
        // None pays for what the one before it left on the heap.
        System.gc();
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
        return new Done(set, nanos[0] / 1e9, spilled.get(), (int) readers.get());
    }

    private Map<String, String> recommended() {
        LocalSpark.delete(work.resolve("table"));
        PreflightReport report = HudiPreflight.on(spark).build().check(rows, BulkInsertOptions.of(mode), table());
        Map<String, String> asked = new TreeMap<>();
        report.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(finding ->
                        finding.remedies().stream().findFirst().map(List::of).orElse(List.of()))
                .flatMap(List::stream)
                .forEach(remedy -> add(asked, remedy));
        return asked;
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
