package io.preflightguard.benchmarks.bulkinsert;

import io.preflightguard.benchmarks.Arguments;
import io.preflightguard.benchmarks.BulkInsertOptions;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.ResultTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Files, tasks and time of a bulk_insert by Hudi's five sort modes and by the guard's partitioner, in one run. See
 * docs/bulk-insert.md.
 */
public final class BulkInsertBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of(
            "data", "trial,even",
            "flights", "",
            "rows", "1500000",
            "target", "5000000",
            "parallelism", "16",
            "ratio", "hudi",
            "repetitions", "3",
            "work", "target/bulk-insert",
            "out", "target/bulk-insert-results");

    private static final Map<String, String> CONF = Map.of(
            // A partition for each of the input's files, which Spark would else pack together.
            "spark.sql.files.openCostInBytes", "128m",
            "spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar",
            "spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension");

    /** How many times the fewest files are too many by far. */
    private static final long MANY = 2;

    private static final List<Integer> CORES = List.of(8, 40, 160);

    private final SparkSession spark;
    private final Arguments arguments;
    private final Path work;
    private final ResultTable results;

    private BulkInsertBenchmark(SparkSession spark, Arguments arguments, Path work) {
        this.spark = spark;
        this.arguments = arguments;
        this.work = work;
        Map<String, Object> setting = LocalSpark.setting(spark, arguments, CONF);
        setting.put("Hudi", hudi());
        this.results = new ResultTable("bulk_insert: files, tasks and time", setting);
    }

    /** Runs it; {@code name=value} for each default that is to differ. */
    public static void main(String[] line) throws Exception {
        Arguments arguments = Arguments.of(line, DEFAULTS);
        Path work = Path.of(arguments.text("work")).toAbsolutePath();
        LocalSpark.delete(work);
        SparkSession spark = LocalSpark.start(work, CONF);
        try {
            new BulkInsertBenchmark(spark, arguments, work).run();
        } finally {
            spark.stop();
            LocalSpark.delete(work);
        }
    }

    private void run() throws Exception {
        spark.conf().set("spark.sql.shuffle.partitions", arguments.text("parallelism"));
        for (String name : arguments.texts("data")) {
            Rows rows = Rows.valueOf(name.toUpperCase(Locale.ROOT));
            Dataset<Row> input = rows.write(spark, arguments.text("flights"), arguments.number("rows"), work);
            List<Contestant> contestants = Contestant.all();
            // The first write of a JVM loads Hudi; whoever came first would pay for it.
            Run.of(spark, input.limit(10_000), contestants.get(0), options(), work.resolve("warm-up"));
            Map<Contestant, List<Run>> runs = new LinkedHashMap<>();
            for (int round = 0; round < arguments.number("repetitions"); round++) {
                for (Contestant contestant : contestants) {
                    if (isHopeless(runs.getOrDefault(contestant, List.of()), runs)) {
                        continue;
                    }
                    Run run = Run.of(spark, input, contestant, options(), work.resolve("table"));
                    System.out.println(name + ", round " + round + ", " + contestant.name() + ": " + run.seconds()
                            + " s, " + run.files().count() + " files");
                    runs.computeIfAbsent(contestant, unused -> new ArrayList<>())
                            .add(run);
                }
            }
            Map<Contestant, Run> middle = new LinkedHashMap<>();
            runs.forEach((contestant, all) -> middle.put(contestant, median(all)));
            report(name, middle);
        }
        System.out.println(results.markdown());
    }

    /** Whether so many files were written that nobody asks how long it took: once is enough. */
    private static boolean isHopeless(List<Run> own, Map<Contestant, List<Run>> all) {
        long fewest = all.values().stream()
                .flatMap(List::stream)
                .mapToLong(run -> run.files().count())
                .min()
                .orElse(Long.MAX_VALUE);
        return own.stream().anyMatch(run -> run.files().count() > MANY * fewest);
    }

    private static Run median(List<Run> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Run::seconds))
                .toList()
                .get(runs.size() / 2);
    }

    private Map<String, String> options() {
        Map<String, String> options = BulkInsertOptions.of("NONE"); // a contestant's own options come on top
        options.put("hoodie.bulkinsert.shuffle.parallelism", arguments.text("parallelism"));
        options.put("hoodie.parquet.max.file.size", arguments.text("target"));
        if (!arguments.text("ratio").equals("hudi")) {
            options.put("hoodie.parquet.compression.ratio", arguments.text("ratio"));
        }
        return options;
    }

    private void report(String data, Map<Contestant, Run> runs) throws Exception {
        long target = arguments.numbers("target").get(0);
        Map<String, Long> least =
                WrittenFiles.leastBytes(runs.values().stream().map(Run::files).toList());
        long ideal = least.values().stream()
                .mapToLong(bytes -> Math.max(1, (bytes + target - 1) / target))
                .sum();
        runs.forEach((contestant, run) -> results.add(row(data, contestant, run, ideal, target)));
        Bars.of(runs, ideal, target).forEach(bar -> results.claim(data + ": " + bar));
        results.write(Path.of(arguments.text("out")));
    }

    private static Map<String, Object> row(String data, Contestant contestant, Run run, long ideal, long target) {
        List<Long> write = run.stages().write();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("data", data);
        row.put("contestant", contestant.name());
        row.put("rows", run.isRight() ? "right" : "WRONG");
        row.put("files", run.files().count());
        row.put("ideal", ideal);
        row.put("small files", run.files().small(target));
        row.put("MB", run.files().bytes() / 1e6);
        row.put("largest file MB", run.files().largest() / 1e6);
        row.put("tasks", write.size());
        row.put("rows, largest task to mean", run.largestToMean());
        row.put("longest task s", run.longestTask() / 1e3);
        row.put("wall s", run.seconds());
        for (int cores : CORES) {
            row.put("write stage s, " + cores + " cores", Cluster.inOrder(write, cores) / 1e3);
            row.put("longest first, " + cores, Cluster.longestFirst(write, cores) / 1e3);
            row.put("all stages s, " + cores, run.stages().inOrder(cores) / 1e3);
        }
        return row;
    }

    /** By its bundle's manifest; the benchmark itself touches none of its classes. */
    private static String hudi() {
        try {
            Package root =
                    Class.forName("org.apache.hudi.DataSourceWriteOptions").getPackage();
            return String.valueOf(root.getImplementationVersion()) + " (" + System.getProperty("hudi.version", "?")
                    + ")";
        } catch (ClassNotFoundException absent) {
            return "absent";
        }
    }
}
