package io.preflightguard.benchmarks.effect;

import io.preflightguard.benchmarks.Arguments;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.ResultTable;
import io.preflightguard.benchmarks.Seconds;
import java.io.IOException;
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
 * What treatments of a join do to one hot key: the largest task, memory, spill and time of each, and whether its result is
 * that of the plain join. See docs/benchmarks.md.
 */
public final class SkewEffectBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of(
            "rows", "8000000",
            "hot-percent", "60,90",
            "joins", "inner,left_outer,full_outer",
            "partitions", "16",
            "repetitions", "3",
            "work", "target/skew-effect",
            "out", "target/skew-effect-results");

    private static final Map<String, String> CONF = Map.of(
            "spark.sql.autoBroadcastJoinThreshold", "-1",
            // Far below the defaults, so that the skew rule acts at this size.
            "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "8m",
            "spark.sql.adaptive.advisoryPartitionSizeInBytes", "16m",
            // Execution memory must be short, so that a hot task spills. The rest of the heap must not:
            // Spark's full outer join keeps all rows of a key in it, and would die.
            "spark.memory.fraction", "0.07");

    private final SparkSession spark;
    private final Arguments arguments;
    private final ResultTable results;

    private SkewEffectBenchmark(SparkSession spark, Arguments arguments) {
        this.spark = spark;
        this.arguments = arguments;
        this.results = new ResultTable(
                "Effect of the treatments of a skewed join", LocalSpark.setting(spark, arguments, CONF));
    }

    /** Runs it; {@code name=value} for each default that is to differ. */
    public static void main(String[] line) throws Exception {
        Arguments arguments = Arguments.of(line, DEFAULTS);
        Path work = Path.of(arguments.text("work")).toAbsolutePath();
        LocalSpark.delete(work);
        SparkSession spark = LocalSpark.start(work, CONF);
        try {
            new SkewEffectBenchmark(spark, arguments).run(work);
        } finally {
            spark.stop();
            LocalSpark.delete(work);
        }
    }

    private void run(Path work) throws Exception {
        spark.conf().set("spark.sql.shuffle.partitions", arguments.text("partitions"));
        long rows = arguments.numbers("rows").get(0);
        for (long hotPercent : arguments.numbers("hot-percent")) {
            JoinInputs inputs = JoinInputs.write(spark, rows, (int) hotPercent, work);
            for (String join : arguments.texts("joins")) {
                compare(inputs, (int) hotPercent, Kind.valueOf(join.toUpperCase(Locale.ROOT)));
            }
        }
        System.out.println(results.markdown());
    }

    private void compare(JoinInputs inputs, int hotPercent, Kind kind) throws Exception {
        Map<Treatment, List<Run>> runs = new LinkedHashMap<>();
        Map<Treatment, Fingerprint> fingerprints = new LinkedHashMap<>();
        for (Treatment treatment : Treatment.all()) {
            progress(hotPercent, kind, "result", treatment);
            adapt(treatment);
            fingerprints.put(treatment, Fingerprint.of(treatment.join().of(inputs, kind)));
        }
        Fingerprint truth = fingerprints.values().iterator().next();
        results.claim("guard, " + hotPercent + " %: " + GuardJoin.explain(inputs, kind));
        int repetitions = arguments.number("repetitions");
        for (int round = 0; round <= repetitions; round++) {
            for (Treatment treatment : Treatment.all()) {
                progress(hotPercent, kind, "round " + round, treatment);
                adapt(treatment);
                Run run = Run.of(spark, treatment, inputs, kind);
                if (round > 0) { // the first one warms
                    runs.computeIfAbsent(treatment, unused -> new ArrayList<>()).add(run);
                }
            }
        }
        for (Map.Entry<Treatment, List<Run>> entry : runs.entrySet()) {
            List<Run> sorted = entry.getValue().stream()
                    .sorted(Comparator.comparingDouble(Run::seconds))
                    .toList();
            Fingerprint fingerprint = fingerprints.getOrDefault(entry.getKey(), truth);
            report(hotPercent, kind, entry.getKey(), sorted.get(sorted.size() / 2), fingerprint, truth);
        }
    }

    /** Said before each step, so that one knows which of them a JVM that died was in. */
    private static void progress(int hotPercent, Kind kind, String step, Treatment treatment) {
        System.out.println(hotPercent + " %, " + kind.sparkName() + ", " + step + ": " + treatment.name());
    }

    private void adapt(Treatment treatment) {
        spark.conf().set("spark.sql.adaptive.enabled", String.valueOf(treatment.adaptive()));
    }

    private void report(
            int hotPercent, Kind kind, Treatment treatment, Run run, Fingerprint fingerprint, Fingerprint truth)
            throws IOException {
        TaskFigures tasks = run.tasks();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("hot %", hotPercent);
        row.put("join", kind.sparkName());
        row.put("treatment", treatment.name());
        row.put("result", verdict(fingerprint, truth));
        row.put("wall s", run.seconds());
        row.put("of it planning s", run.planningSeconds());
        row.put("join tasks", tasks.join().size());
        row.put("largest task s", tasks.largestMillis() / 1e3);
        row.put("median task s", tasks.medianMillis() / 1e3);
        row.put("largest task rows", tasks.largestRows());
        row.put("median task rows", tasks.medianRows());
        row.put("peak execution memory MiB", tasks.peakMemory() >> 20);
        row.put("spilled from memory MiB", tasks.memorySpilled() >> 20);
        row.put("spilled to disk MiB", tasks.diskSpilled() >> 20);
        results.add(row);
        results.write(Path.of(arguments.text("out")));
        System.out.println(row);
    }

    private static String verdict(Fingerprint fingerprint, Fingerprint truth) {
        if (fingerprint.equals(truth)) {
            return "right";
        }
        long more = fingerprint.rows() - truth.rows();
        return "WRONG: " + (more == 0 ? "other rows" : Math.abs(more) + " rows " + (more > 0 ? "too many" : "too few"));
    }

    /** One timed run: planned, then joined into a sink that takes rows and keeps none. */
    private record Run(double planningSeconds, double seconds, TaskFigures tasks) {

        static Run of(SparkSession spark, Treatment treatment, JoinInputs inputs, Kind kind) throws Exception {
            Seconds planning = new Seconds();
            Dataset<Row> joined = planning.time(() -> treatment.join().of(inputs, kind));
            Seconds joining = new Seconds();
            TaskFigures tasks = joining.time(() -> TaskFigures.of(
                    spark, () -> joined.write().format("noop").mode("overwrite").save()));
            return new Run(planning.median(), planning.median() + joining.median(), tasks);
        }
    }
}
