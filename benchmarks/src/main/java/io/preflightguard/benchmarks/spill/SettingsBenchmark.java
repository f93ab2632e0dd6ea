package io.preflightguard.benchmarks.spill;

import io.preflightguard.benchmarks.Arguments;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.ResultTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
                    compare(new SettingsWork(spark, work, fraction, Data.named(data), mode), table);
                }
            }
        } finally {
            spark.stop();
        }
    }

    private void compare(SettingsWork job, ResultTable table) throws Exception {
        Map<SettingsWork.Choice, List<SettingsWork.Done>> runs = new EnumMap<>(SettingsWork.Choice.class);
        job.run(SettingsWork.Choice.DEFAULTS); // loads Hudi's classes, and says what 128 MB a partition are
        for (int round = 0; round < arguments.number("repetitions"); round++) {
            for (SettingsWork.Choice choice : SettingsWork.Choice.values()) {
                SettingsWork.Done done = job.run(choice);
                System.out.println(job.row(choice, done));
                runs.computeIfAbsent(choice, unused -> new ArrayList<>()).add(done);
            }
        }
        Map<SettingsWork.Choice, SettingsWork.Done> middle = new EnumMap<>(SettingsWork.Choice.class);
        runs.forEach((choice, all) -> middle.put(choice, median(all)));
        middle.forEach((choice, done) -> table.add(job.row(choice, done)));
        SettingsWork.Done ours = Objects.requireNonNull(middle.get(SettingsWork.Choice.RECOMMENDED));
        SettingsWork.Done defaults = Objects.requireNonNull(middle.get(SettingsWork.Choice.DEFAULTS));
        SettingsWork.Done rule = Objects.requireNonNull(middle.get(SettingsWork.Choice.MB_128));
        table.claim(String.format(
                Locale.ROOT,
                "%s: wall time %.2f of the defaults', %.2f of 128 MB a partition's; spilled MB %.1f, %.1f, %.1f",
                job.name(),
                ours.seconds() / defaults.seconds(),
                ours.seconds() / rule.seconds(),
                ours.spilledBytes() / 1e6,
                defaults.spilledBytes() / 1e6,
                rule.spilledBytes() / 1e6));
        table.write(Path.of(arguments.text("out")));
    }

    private static SettingsWork.Done median(List<SettingsWork.Done> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(SettingsWork.Done::seconds))
                .toList()
                .get(runs.size() / 2);
    }
}
