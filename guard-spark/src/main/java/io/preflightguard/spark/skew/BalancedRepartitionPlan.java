package io.preflightguard.spark.skew;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.BalancedPlan;
import io.preflightguard.skew.HotKeys;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyShare;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Where a {@link BalancedRepartition} sends each key. Immutable; nothing runs before {@link #repartition} is used. */
public final class BalancedRepartitionPlan {

    private final Dataset<Row> frame;
    private final List<String> keys;
    private final int partitions;
    private final @Nullable KeyProfile profile;
    private final @Nullable String fallback;
    private final GuardConfig config;

    /**
     * @param profile the keys' shares, or null if nothing is known of keys
     * @param fallback why Spark's own repartition is used, or null
     */
    BalancedRepartitionPlan(
            Dataset<Row> frame,
            List<String> keys,
            int partitions,
            @Nullable KeyProfile profile,
            @Nullable String fallback,
            GuardConfig config) {
        this.frame = frame;
        this.keys = List.copyOf(keys);
        this.partitions = partitions;
        this.profile = profile;
        this.fallback = fallback;
        this.config = config;
    }

    /** Whether keys are placed; if not, Spark's own repartition sends them where their hash falls. */
    public boolean isTreated() {
        return fallback == null;
    }

    /** The frame in the partitions that were asked for, with the same rows and columns. Lazy. */
    public Dataset<Row> repartition() {
        Column rowHash = RowHash.of(frame, keys).orElse(null);
        if (!isTreated() || profile == null || rowHash == null) {
            return frame.repartition(partitions, SaltedColumns.columns(keys));
        }
        Column slot = functions
                .udf(new BalancedSlotOf(BalancedPlan.of(profile, partitions)), DataTypes.IntegerType)
                .apply(SaltedColumns.keyHash(keys), rowHash);
        return frame.repartition(partitions, slot);
    }

    /** The plan for a person to read, several lines. Keys appear as {@code spark.guard.report} allows. */
    public String explain() {
        String name = "repartition by " + String.join(", ", keys) + " into " + partitions + ": ";
        if (!isTreated() || profile == null) {
            return name + "Spark's own, because " + fallback;
        }
        BalancedPlan plan = BalancedPlan.of(profile, partitions);
        List<KeyShare> cut = profile.top().stream()
                .filter(key -> plan.slots().getOrDefault(key.hash(), List.of()).size() > 1)
                .toList();
        HotKeys keysThere = new HotKeys(profile, cut, partitions);
        String buckets = cut.isEmpty()
                ? "no key is cut"
                : keysThere.describe(config) + " cut into "
                        + cut.stream()
                                .mapToInt(key -> plan.slots()
                                        .getOrDefault(key.hash(), List.of())
                                        .size())
                                .sum()
                        + " buckets";
        return name + buckets + "\n  largest partition, in rows: "
                + keysThere.before().render() + " the mean before, "
                + plan.largestToMean().render() + " after";
    }

    @Override
    public String toString() {
        return explain();
    }
}
