package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.config.GuardConfig;
import org.jspecify.annotations.Nullable;

/** The largest share of the rows that one task may have while every limit is kept. Pure. */
final class AllowedShare {

    private AllowedShare() {}

    /** Of the rows of a shuffle. */
    static double ofTask(
            KeyProfile profile,
            KeyedShuffle shuffle,
            @Nullable Estimate inputBytes,
            @Nullable TaskResources resources,
            GuardConfig config) {
        ByteWeights weights = ByteWeights.of(profile.sample(), profile.confidence());
        double heaviest = weights == null ? 1 : weights.heaviest();
        double bytes = inputBytes == null ? 0 : inputBytes.high() * heaviest;
        double allowed = config.skewMaxRatio() / shuffle.partitions();
        if (config.skewMaxShare().isPresent()) {
            allowed = Math.min(allowed, config.skewMaxShare().get());
        }
        if (bytes > 0 && resources != null && shuffle.consumer() == ShuffleConsumer.SPILLS) {
            double fitting = resources.executionMemoryPerTask() / bytes;
            double even = Forecast.AT_LEAST_SKEWED / shuffle.partitions() / Math.max(1, heaviest);
            allowed = Math.min(allowed, Math.max(fitting, even));
        }
        if (bytes > 0) {
            allowed = Math.max(allowed, config.skewMinTaskSize() / bytes);
        }
        if (bytes > 0 && resources != null && shuffle.consumer().holds()) {
            allowed = Math.min(allowed, resources.executionMemoryPerTask() / bytes);
        }
        return allowed;
    }

    /** Of the rows of one side of a join, if the other side's lie evenly. */
    static double ofSide(KeyedJoin join, JoinedRows side, @Nullable TaskResources resources, GuardConfig config) {
        double both = join.reaching(join.left()) + join.reaching(join.right());
        double others = Math.max(0, both - join.reaching(side));
        double rows = side.rows().high();
        double allowed = rows <= 0 ? 1 : (config.skewMaxRatio() * both - others) / join.partitions() / rows;
        Estimate bytes = side.bytes();
        if (bytes == null || bytes.high() <= 0 || resources == null) {
            return allowed;
        }
        double fitting = resources.executionMemoryPerTask() / bytes.high();
        if (side.consumer() == ShuffleConsumer.SPILLS) {
            return Math.min(allowed, Math.max(fitting, Forecast.AT_LEAST_SKEWED / join.partitions()));
        }
        return side.consumer().holds() ? Math.min(allowed, fitting) : allowed;
    }
}
