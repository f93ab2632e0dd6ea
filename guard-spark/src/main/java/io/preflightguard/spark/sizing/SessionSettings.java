package io.preflightguard.spark.sizing;

import io.preflightguard.sizing.AdaptiveShuffle;
import io.preflightguard.sizing.SettingsInForce;
import io.preflightguard.sizing.ShuffleSettings;
import io.preflightguard.spark.internal.RuntimeConfs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** What a session's configuration says of its shuffles. */
public final class SessionSettings {

    private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";
    private static final String COALESCE = "spark.sql.adaptive.coalescePartitions.";

    /** A plugin or a manager of shuffles that is not Spark's own, and AWS Glue's storage of shuffles on S3. */
    private static final List<String> ELSEWHERE =
            List.of("spark.shuffle.manager", "spark.shuffle.sort.io.plugin.class", "spark.shuffle.storage.path");

    private static final Set<String> KEPT_LOCAL = Set.of(
            "sort",
            "tungsten-sort",
            "org.apache.spark.shuffle.sort.SortShuffleManager",
            "org.apache.spark.shuffle.sort.io.LocalDiskShuffleDataIO");

    private final Map<String, String> asked;
    private final SparkConf launched;
    private final int defaultParallelism;

    private SessionSettings(Map<String, String> asked, SparkConf launched, int defaultParallelism) {
        this.asked = asked;
        this.launched = launched;
        this.defaultParallelism = defaultParallelism;
    }

    /** The settings of a session as they are now. */
    public static SessionSettings of(SparkSession session) {
        return new SessionSettings(
                RuntimeConfs.startingWith("spark.", session),
                session.sparkContext().getConf(),
                session.sparkContext().defaultParallelism());
    }

    /** What is asked for and what Spark runs with. */
    public SettingsInForce inForce() {
        // Glue sets it for every job.
        boolean byGlue = launched.contains("spark.glue.GLUE_VERSION")
                && launched.get(SHUFFLE_PARTITIONS, "").equals(asked.get(SHUFFLE_PARTITIONS));
        return new SettingsInForce(
                asked, RuntimeConfs.launched(launched), byGlue ? Set.of(SHUFFLE_PARTITIONS) : Set.of());
    }

    /** What adaptive execution does to a shuffle that it may merge partitions of. */
    public AdaptiveShuffle adaptive() {
        boolean enabled = isOn("spark.sql.adaptive.enabled") && isOn(COALESCE + "enabled");
        int fewest = isOn(COALESCE + "parallelismFirst") ? defaultParallelism : 1;
        return new AdaptiveShuffle(
                enabled,
                size("spark.sql.adaptive.advisoryPartitionSizeInBytes", "64m"),
                size(COALESCE + "minPartitionSize", "1m"),
                Math.max(
                        1, Integer.parseInt(asked.getOrDefault(COALESCE + "minPartitionNum", String.valueOf(fewest)))));
    }

    /** How Spark writes shuffles, as it was launched. */
    public ShuffleSettings shuffles() {
        ShuffleSettings unset = ShuffleSettings.DEFAULTS;
        int averagedAbove = launched.getDouble("spark.shuffle.accurateBlockSkewedFactor", -1) > 0
                ? Integer.MAX_VALUE
                : launched.getInt("spark.shuffle.minNumPartitionsToHighlyCompress", unset.averagedAbove());
        return new ShuffleSettings(
                launched.getBoolean("spark.shuffle.compress", unset.compresses()),
                launched.getBoolean("spark.shuffle.spill.compress", unset.compressesSpill()),
                launched.getInt("spark.shuffle.sort.bypassMergeThreshold", unset.bypassedUpTo()),
                averagedAbove,
                launched.getSizeAsBytes("spark.shuffle.accurateBlockThreshold", unset.accurateBlockBytes()));
    }

    /** What sets how many partitions SQL's shuffles have, be it set or not. */
    public String partitionsKey() {
        return new SettingsInForce(asked, Map.of()).partitionsKey();
    }

    /** How many partitions SQL's shuffles have. */
    public int partitionsOfSql() {
        return new SettingsInForce(asked, Map.of()).partitionsOfSql();
    }

    /** Whether adaptive execution takes a threshold of its own to turn joins into broadcasts. */
    public boolean hasAdaptiveThreshold() {
        return asked.containsKey("spark.sql.adaptive.autoBroadcastJoinThreshold");
    }

    /** The key, if one is set, that has shuffles written elsewhere than to the local disks of the executors. */
    public Optional<String> shufflesElsewhere() {
        return ELSEWHERE.stream()
                .filter(key -> launched.contains(key) && !KEPT_LOCAL.contains(launched.get(key)))
                .findFirst();
    }

    private boolean isOn(String key) {
        return Boolean.parseBoolean(asked.getOrDefault(key, "true").trim());
    }

    private long size(String key, String unset) {
        return new SparkConf(false).set(key, asked.getOrDefault(key, unset)).getSizeAsBytes(key);
    }
}
