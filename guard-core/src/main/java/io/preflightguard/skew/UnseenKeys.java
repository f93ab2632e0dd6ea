package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.config.GuardConfig;
import org.jspecify.annotations.Nullable;

/** What a key that was not seen could do. Pure. */
final class UnseenKeys {

    private UnseenKeys() {}

    /** Whether such a key could, beside its task's part of the other rows, break a limit. */
    static boolean matter(
            KeyProfile profile,
            KeyedShuffle shuffle,
            @Nullable Estimate inputBytes,
            @Nullable TaskResources resources,
            GuardConfig config) {
        double most = profile.unseen().high();
        return shuffle.happens() && most > 0 && most > allowedShare(shuffle, inputBytes, resources, config);
    }

    /** The largest share of the rows that such a key may have without breaking a limit. */
    static double allowedShare(
            KeyedShuffle shuffle,
            @Nullable Estimate inputBytes,
            @Nullable TaskResources resources,
            GuardConfig config) {
        double others = 1.0 / shuffle.partitions();
        double small = inputBytes == null ? 0 : config.skewMinTaskSize() / inputBytes.high() - others;
        double allowed = Math.max(small, (config.skewMaxRatio() - 1) / shuffle.partitions());
        if (config.skewMaxShare().isPresent()) {
            allowed = Math.min(allowed, Math.max(small, config.skewMaxShare().get()));
        }
        if (shuffle.consumer().holds() && inputBytes != null && resources != null) {
            allowed = Math.min(allowed, resources.executionMemoryPerTask() / inputBytes.high() - others);
        }
        return Math.max(0, allowed);
    }
}
