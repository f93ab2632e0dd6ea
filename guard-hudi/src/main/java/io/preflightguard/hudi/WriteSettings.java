package io.preflightguard.hudi;

import io.preflightguard.sizing.AdaptiveShuffle;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.spark.sizing.SessionSettings;
import org.jspecify.annotations.Nullable;

/** What a session's settings mean for a write. */
final class WriteSettings {

    private WriteSettings() {}

    /**
     * What adaptive execution does to the write's shuffles. It merges partitions of a shuffle whose number it chose itself:
     * of a write's, only those of a bulk_insert's sort over all rows.
     */
    static AdaptiveShuffle adaptive(@Nullable ShuffleShape shape, SessionSettings settings) {
        return shape != null && shape.setBy().equals(WriteParallelism.SHUFFLE_PARTITIONS)
                ? settings.adaptive()
                : AdaptiveShuffle.off();
    }
}
