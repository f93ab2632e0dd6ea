package io.preflightguard.spark.skew;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.skew.JoinSide;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.SaltLimits;
import io.preflightguard.spark.SparkSettings;
import io.preflightguard.spark.internal.InputPlan;
import io.preflightguard.spark.sample.KeyColumn;
import io.preflightguard.spark.sample.SampleRequest;
import io.preflightguard.spark.sample.UnreadableInputException;
import io.preflightguard.spark.sizing.ClusterProbe;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Gathers what a plan for a join rests on: samples of both sides, and the session's settings. */
final class JoinEvidence {

    private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";
    private static final String BROADCAST_THRESHOLD = "spark.sql.autoBroadcastJoinThreshold";

    /** What a row is taken to weigh that was not weighed, where it decides only between two right treatments. */
    private static final double USUAL_ROW_BYTES = 256;

    private final SparkSession session;
    private final GuardConfig config;

    JoinEvidence(SparkSession session, Map<String, String> settings) {
        this.session = session;
        this.config = GuardConfig.of(SparkSettings.of(session), settings);
    }

    GuardConfig config() {
        return config;
    }

    int partitions() {
        return Integer.parseInt(session.conf().get(SHUFFLE_PARTITIONS));
    }

    Fleet fleet() {
        // A join plan needs no disk, so none is looked for.
        return ClusterProbe.fleet(session, config, OptionalLong.of(0));
    }

    SaltLimits limits(Fleet fleet) {
        return new SaltLimits(config.skewMaxRatio(), Math.max(1, fleet.executionMemoryPerTask()));
    }

    /** Why this join needs no treatment whatever its keys, or null. */
    @Nullable
    String needless(JoinInput input) {
        return InputPlan.of(input.plain()).shuffle().isEmpty()
                ? "Spark makes this join without a shuffle, so no task gets all rows of a key"
                : null;
    }

    SampledSide side(JoinSideFrame side) throws IOException, InterruptedException, UnreadableInputException {
        KeyColumn named = KeyColumn.of(KeyRole.KEY_COLUMN, side.keyNames());
        Column hash = side.keyHash();
        KeyColumn key = new KeyColumn(named.role(), named.name(), named.text(), hash);
        SampleRequest.Weighing weighing = new SampleRequest.Weighing(side.frame(), null, List.of(), List.of());
        return SampledSide.of(
                KeySampling.read(side.frame(), new SampleRequest(List.of(key), weighing), partitions(), config));
    }

    /** The most rows that Spark would broadcast of its own, or -1 if it may not broadcast. */
    double smallRows(JoinSide left, JoinSide right) {
        String threshold = session.conf().get(BROADCAST_THRESHOLD);
        long bytes = threshold.trim().startsWith("-") ? -1 : JavaUtils.byteStringAsBytes(threshold);
        double row = Math.max(left.bytesPerRow(), right.bytesPerRow());
        return bytes < 0 ? -1 : bytes / (row > 0 ? row : USUAL_ROW_BYTES);
    }
}
