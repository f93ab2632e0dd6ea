package io.preflightguard.benchmarks.spill;

import io.preflightguard.benchmarks.Arguments;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.ResultTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;

/** Spill or no spill of a Hudi bulk_insert, predicted and measured. See docs/sizing.md. */
public final class SpillGridBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of(
            "fractions", "0.02,0.05,0.1",
            "data", "narrow,wide",
            "modes", "GLOBAL_SORT,PARTITION_PATH_REPARTITION_AND_SORT,PARTITION_SORT",
            "partitions", "4,8,16,32,400",
            "part", "all",
            "tuning", "every-third",
            "disk", "ample",
            "most", "1000",
            "work", "target/spill-grid",
            "out", "target/spill-grid-results");

    private static final Map<String, String> CONF = Map.of(
            // A partition for each of the input's files, which Spark would else pack together.
            "spark.sql.files.openCostInBytes", "128m",
            "spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar",
            "spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension",
            // What spills is measured on writes that a report would refuse.
            "spark.guard.time-budget", "300s");

    private SpillGridBenchmark() {}

    /** Runs it; {@code name=value} for each default that is to differ. */
    public static void main(String[] line) throws Exception {
        Arguments arguments = Arguments.of(line, DEFAULTS);
        Path work = Path.of(arguments.text("work")).toAbsolutePath();
        LocalSpark.delete(work);
        List<SpillRun> runs = new ArrayList<>();
        List<Cell> cells = Cell.grid(arguments).stream()
                .filter(cell -> cell.isIn(arguments.text("part")))
                .limit(arguments.number("most"))
                .toList();
        try {
            for (String fraction : cells.stream().map(Cell::fraction).distinct().toList()) {
                Map<String, String> conf = new TreeMap<>(CONF);
                conf.put("spark.memory.fraction", fraction);
                LocalDisk local = LocalDisk.of(arguments.text("disk"), work.resolve("local"));
                SparkSession spark = started(work, conf, local);
                try {
                    Map<String, Object> setting = LocalSpark.setting(spark, arguments, CONF);
                    for (Cell cell : cells) {
                        if (cell.fraction().equals(fraction)) {
                            SpillRun run = SpillRun.of(spark, cell, work, local);
                            runs.add(run);
                            System.out.println(run.row());
                            report(runs, setting, arguments);
                        }
                    }
                } finally {
                    spark.stop();
                    local.release();
                }
            }
        } finally {
            LocalSpark.delete(work);
        }
    }

    private static SparkSession started(Path work, Map<String, String> conf, LocalDisk local) throws Exception {
        try {
            return LocalSpark.start(work, conf);
        } catch (RuntimeException failed) {
            local.release();
            throw failed;
        }
    }

    private static void report(List<SpillRun> runs, Map<String, Object> setting, Arguments arguments) throws Exception {
        ResultTable results = new ResultTable("Spill or no spill, predicted and measured", setting);
        results.claim(score("tuning", runs, run -> run.cell().isForTuning()));
        results.claim(score("judging", runs, run -> !run.cell().isForTuning()));
        runs.forEach(run -> results.add(run.row()));
        results.write(Path.of(arguments.text("out")));
    }

    private static String score(String name, List<SpillRun> all, Predicate<SpillRun> wanted) {
        List<SpillRun> runs = all.stream().filter(wanted).toList();
        return String.format(
                Locale.ROOT,
                "%s: %d runs, %d of them spilled; %d answers right (asked: 90 %%), %d times no spill was predicted where"
                        + " more than a tenth of the data spilled (asked: 0); by the stated value alone %d right; %d times more lay on the"
                        + " disk than was predicted at most, %d times a disk that the guard passes was full (asked: 0)",
                name,
                runs.size(),
                runs.stream().filter(SpillRun::spilled).count(),
                runs.stream().filter(SpillRun::isRight).count(),
                runs.stream().filter(SpillRun::isMissedHarm).count(),
                runs.stream().filter(SpillRun::isRightByValue).count(),
                runs.stream().filter(SpillRun::overfillsDisk).count(),
                runs.stream().filter(SpillRun::filled).count());
    }
}
