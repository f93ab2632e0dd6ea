package io.preflightguard.spark.sample;

import io.preflightguard.Estimate;
import io.preflightguard.skew.KeySample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read of an input, so far or in all.
 *
 * @param samples one sample per key, in the order they were asked for
 * @param rowsRead rows whose keys were read
 * @param inputRows rows of the whole input, or null if nothing bounds them
 * @param rows what rows weigh, or null if none were to be weighed or none was found
 * @param looks how often the evidence was looked at
 * @param confidence the confidence at which to judge the samples: higher than that of the whole where the sample may be
 *     looked at more than once, see {@link io.preflightguard.skew.SamplingRounds}
 * @param followed some of the record keys, with all their rows among those read; no keys if none was asked for
 */
public record Sampled(
        List<KeySample> samples,
        long rowsRead,
        @Nullable Estimate inputRows,
        @Nullable RowSample rows,
        int looks,
        double confidence,
        FollowedKeys followed) {

    public Sampled {
        samples = List.copyOf(samples);
    }

    /** Rows that were read for keys and for weights; a row that was read for both counts twice. */
    public long rowReads() {
        return rowsRead + (rows == null ? 0 : rows.rowsRead());
    }
}
