package io.preflightguard.spark.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.sizing.InputPartitions;
import io.preflightguard.sizing.RowBytes;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.sizing.SizingRules;
import io.preflightguard.sizing.TaskSizes;
import io.preflightguard.sizing.WriteConditions;
import io.preflightguard.spark.ShuffleActs;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Sorts rows in a JVM of its own, with little execution memory; says what the guard finds and what Spark spills, then
 * does what the guard says, and says it again.
 */
public final class SortJob {

    static final String PARTITIONS = "spark.sql.shuffle.partitions";
    private static final int ROWS = 400_000;

    /** 8 bytes of null bits, an int, where the text is, 64 characters, and a length before the row. */
    private static final int ROW_BYTES = 8 + 8 + 8 + 64 + 4;

    private final SparkSession spark;

    private SortJob(SparkSession spark) {
        this.spark = spark;
    }

    /** @param arguments partitions, and whether adaptive execution is on */
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder()
                .appName("sort")
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.memory.fraction", "0.1")
                .config(PARTITIONS, arguments[0])
                .config("spark.sql.adaptive.enabled", arguments[1])
                .getOrCreate();
        SortJob job = new SortJob(spark);
        List<Finding> findings = job.run("AS SET");
        for (Finding finding : findings) {
            if (finding.remedies().get(0) instanceof Remedy.SetSessionConf conf) {
                spark.conf().set(conf.key(), conf.value());
            }
        }
        job.run("AS ADVISED");
        spark.stop();
    }

    private List<Finding> run(String when) throws Exception {
        Dataset<Row> rows = spark.range(0, ROWS, 1, 4).selectExpr("hash(id) as k", "sha2(string(id), 256) as text");
        ShuffleActs acts = ShuffleActs.of(spark, () -> rows.sort("k", "text")
                .write()
                .format("noop")
                .mode("overwrite")
                .save());
        List<Finding> findings = findings(acts);
        System.out.println(when + ": tasks " + acts.readingTasks() + ", spilled " + acts.spills() + ", found "
                + findings.stream()
                        .map(finding -> finding.rule().id() + " " + finding.subject())
                        .toList());
        return findings;
    }

    private List<Finding> findings(ShuffleActs acts) {
        Estimate compressed = Estimate.exact((double) acts.shuffleBytes() / ROWS, Unit.BYTES);
        int partitions = Integer.parseInt(spark.conf().get(PARTITIONS));
        Fleet fleet = ClusterProbe.fleet(spark, GuardConfig.defaults(), OptionalLong.empty());
        SessionSettings settings = SessionSettings.of(spark);
        return SizingRules.judge(
                        Estimate.exact(ROWS, Unit.COUNT),
                        new RowBytes(Estimate.exact(ROW_BYTES, Unit.BYTES), "lz4", Map.of("lz4", compressed)),
                        new ShuffleShape("sort", Estimate.exact(1, Unit.RATIO), partitions, PARTITIONS, true),
                        // Spark chooses ranges by a sample: no task is exactly the mean.
                        unused -> TaskSizes.known(new Estimate(1.1, 1, 1.2, 0.95, Unit.RATIO)),
                        fleet,
                        new WriteConditions(settings.adaptive(), InputPartitions.of(4), false, settings.shuffles()),
                        List.of(),
                        GuardConfig.defaults())
                .outcome()
                .findings()
                .stream()
                .filter(finding -> finding.rule().equals(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW))
                .toList();
    }
}
