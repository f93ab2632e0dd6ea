package io.preflightguard.spark.sizing;

import io.preflightguard.Estimate;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What one shuffle of a job will write.
 *
 * @param name how it deals rows out, such as {@code HashPartitioning}
 * @param partitions its reducers
 * @param rows rows that reach it, after what is aggregated before it
 * @param rawBytes what they weigh as serialised, in bytes
 * @param codec the codec in effect, such as {@code lz4}, or {@code none}
 * @param writtenBytes bytes on local disk after each codec that was tried, {@code codec} among them
 * @param measuredTasks map tasks that were run to measure it
 * @param mapTasks map tasks it has
 */
public record ExchangeForecast(
        String name,
        int partitions,
        Estimate rows,
        Estimate rawBytes,
        String codec,
        Map<String, Estimate> writtenBytes,
        int measuredTasks,
        int mapTasks) {

    public ExchangeForecast {
        writtenBytes = Collections.unmodifiableMap(new TreeMap<>(writtenBytes));
    }

    /** Bytes on local disk with the codec in effect. */
    public Estimate written() {
        return Objects.requireNonNull(writtenBytes.get(codec), codec);
    }
}
