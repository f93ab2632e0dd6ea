package io.preflightguard.benchmarks.spill;

import io.preflightguard.benchmarks.Arguments;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.ResultTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The same bulk_insert with Spark's defaults, with as many partitions as make 128 MB of shuffle each, and with what the
 * guard recommends: wall time and spill. See docs/sizing.md.
 */
public final class SettingsBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of(
            "fractions", "0.05,0.1,0.6",
            "data", "narrow,wide",
            "modes", "GLOBAL_SORT,PARTITION_PATH_REPARTITION_AND_SORT",
            "times", "1",
            "choices", "DEFAULTS,MB_128,RECOMMENDED",
            "repetitions", "3",
            "work", "target/sizing-settings",
            "out", "target/sizing-settings-results");

    private static final Map<String, String> CONF = Map.of(
            "spark.sql.files.openCostInBytes", "128m",
            "spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar",
            "spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension",
            "spark.guard.time-budget", "300s");

    private final Arguments arguments;
    private final Path work;
    private @Nullable ResultTable results;

    private SettingsBenchmark(Arguments arguments, Path work) {
        this.arguments = arguments;
        this.work = work;
    }

    /** Runs it; {@code name=value} for each default that is to differ. */
    public static void main(String[] line) throws Exception {
        Arguments arguments = Arguments.of(line, DEFAULTS);
        Path work = Path.of(arguments.text("work")).toAbsolutePath();
        LocalSpark.delete(work);
        SettingsBenchmark benchmark = new SettingsBenchmark(arguments, work);
        try {
            for (String fraction : arguments.texts("fractions")) {
                benchmark.with(fraction);
            }
        } finally {
            LocalSpark.delete(work);
        }
    }

    private void with(String fraction) throws Exception {
        Map<String, String> conf = new TreeMap<>(CONF);
        conf.put("spark.memory.fraction", fraction);
        SparkSession spark = LocalSpark.start(work, conf);
        try {
            ResultTable table = results == null
                    ? new ResultTable("Recommended settings and others", LocalSpark.setting(spark, arguments, CONF))
                    : results;
            results = table;
            for (String data : arguments.texts("data")) {
                for (String mode : arguments.texts("modes")) {
                    String name = "memory fraction " + fraction + ", " + data + ", " + mode;
                    Dataset<Row> rows = Data.named(data).read(spark, work, arguments.number("times"));
                    compare(SettingsWork.prepared(spark, work, name, rows, mode), table);
                }
            }
        } finally {
            spark.stop();
        }
    }

    private void compare(SettingsWork job, ResultTable table) throws Exception {
        List<SettingsWork.Choice> choices = arguments.texts("choices").stream()
                .map(SettingsWork.Choice::valueOf)
                .toList();
        Map<SettingsWork.Choice, List<SettingsWork.Done>> runs = new EnumMap<>(SettingsWork.Choice.class);
        for (int round = 0; round < arguments.number("repetitions"); round++) {
            for (int place = 0; place < choices.size(); place++) {
                // Each comes first as often as the others, should what follows another profit or suffer from it.
                SettingsWork.Choice choice = choices.get((place + round) % choices.size());
                SettingsWork.Done done = job.run(choice);
                System.out.println(job.row(choice, done));
                runs.computeIfAbsent(choice, unused -> new ArrayList<>()).add(done);
            }
        }
        runs.forEach((choice, all) -> table.add(job.row(choice, median(all))));
        List<SettingsWork.Done> ours = runs.getOrDefault(SettingsWork.Choice.RECOMMENDED, List.of());
        for (SettingsWork.Choice other : choices) {
            if (other != SettingsWork.Choice.RECOMMENDED && !ours.isEmpty()) {
                table.claim(claim(job, ours, other, runs.getOrDefault(other, List.of())));
            }
        }
        table.write(Path.of(arguments.text("out")));
    }

    /** Round by round, as a machine is not equally fast all day. */
    private static String claim(
            SettingsWork job, List<SettingsWork.Done> ours, SettingsWork.Choice other, List<SettingsWork.Done> theirs) {
        double[] ratios = IntStream.range(0, ours.size())
                .mapToDouble(
                        round -> ours.get(round).seconds() / theirs.get(round).seconds())
                .sorted()
                .toArray();
        return String.format(
                Locale.ROOT,
                "%s, %s against %s: wall time %.3f in the middle of %d rounds, %.3f to %.3f, at most 1 in %d; fastest to"
                        + " fastest %.3f; spilled MB %.1f against %.1f",
                job.name(),
                ours.get(0).settings(),
                other,
                ratios[ratios.length / 2],
                ratios.length,
                ratios[0],
                ratios[ratios.length - 1],
                Arrays.stream(ratios).filter(ratio -> ratio <= 1).count(),
                fastest(ours) / fastest(theirs),
                median(ours).spilledBytes() / 1e6,
                median(theirs).spilledBytes() / 1e6);
    }

    private static double fastest(List<SettingsWork.Done> runs) {
        return runs.stream().mapToDouble(SettingsWork.Done::seconds).min().orElseThrow();
    }

    private static SettingsWork.Done median(List<SettingsWork.Done> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(SettingsWork.Done::seconds))
                .toList()
                .get(runs.size() / 2);
    }
}
