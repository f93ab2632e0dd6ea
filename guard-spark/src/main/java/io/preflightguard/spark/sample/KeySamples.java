package io.preflightguard.spark.sample;

import io.preflightguard.Estimate;
import io.preflightguard.skew.KeySample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one job counted of all keys.
 *
 * @param samples one sample per key, in the order they were asked for
 * @param rowsRead rows that were read
 * @param inputRows rows of the whole input, or null if nothing bounds them
 * @param inputPartitions partitions of the input as the job itself would read it
 * @param plannedPartitions partitions that the input's plan promises, or 0 if it promises none, as a scan of files does
 */
public record KeySamples(
        List<KeySample> samples,
        long rowsRead,
        @Nullable Estimate inputRows,
        int inputPartitions,
        int plannedPartitions) {

    public KeySamples {
        samples = List.copyOf(samples);
    }
}
