package io.preflightguard.spark.sample;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.sizing.RowBytes;
import io.preflightguard.statistics.ClusterRatio;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What rows weigh in a shuffle, and where that was seen.
 *
 * @param bytes bytes per row
 * @param rowsRead rows that went by to be weighed
 * @param truncated whether any partition was too long to read to its end
 * @param leastFreeDisk the least free local disk in bytes among the executors that took part, if any could see it
 * @param nulls rows with a null among those read, by the path of each required field that was found
 * @param drawn some of the rows; none if none were asked for
 */
public record RowSample(
        RowBytes bytes,
        long rowsRead,
        boolean truncated,
        OptionalLong leastFreeDisk,
        Map<String, Long> nulls,
        DrawnRows drawn) {

    public RowSample {
        nulls = Collections.unmodifiableMap(new LinkedHashMap<>(nulls));
    }

    /** Counts only. */
    @Override
    public String toString() {
        return "RowSample[" + rowsRead + " rows read, truncated=" + truncated + ", " + drawn + "]";
    }

    /** What several partitions show together, or null if none has a row. */
    static @Nullable RowSample of(
            List<Measured> partitions, List<NullProbe> probes, StructType schema, double confidence) {
        List<Measured> measured =
                partitions.stream().filter(split -> split.rows() > 0).toList();
        if (measured.isEmpty()) {
            return null;
        }
        Map<String, Estimate> compressed = new TreeMap<>();
        for (String codec : measured.get(0).compressedBytes().keySet()) {
            compressed.put(
                    codec, perRow(measured, split -> split.compressedBytes().getOrDefault(codec, 0L), confidence));
        }
        OptionalLong leastFree = measured.stream()
                .mapToLong(Measured::freeDisk)
                .filter(bytes -> bytes >= 0)
                .min();
        return new RowSample(
                new RowBytes(
                        perRow(measured, Measured::rawBytes, confidence),
                        measured.get(0).codec(),
                        compressed),
                measured.stream().mapToLong(Measured::rows).sum(),
                measured.stream().anyMatch(Measured::truncated),
                leastFree,
                nulls(probes, measured),
                DrawnRows.of(schema, measured.stream().map(Measured::drawn).toList()));
    }

    private static Estimate perRow(List<Measured> splits, ToDoubleFunction<Measured> bytes, double confidence) {
        return ClusterRatio.estimate(
                splits.stream().mapToDouble(bytes).toArray(),
                splits.stream().mapToDouble(Measured::rows).toArray(),
                confidence,
                Unit.BYTES);
    }

    private static Map<String, Long> nulls(List<NullProbe> probes, List<Measured> measured) {
        Map<String, Long> nulls = new LinkedHashMap<>();
        for (int i = 0; i < probes.size(); i++) {
            int probe = i;
            nulls.put(
                    probes.get(i).path(),
                    measured.stream()
                            .mapToLong(split -> split.nulls().get(probe))
                            .sum());
        }
        return nulls;
    }
}
