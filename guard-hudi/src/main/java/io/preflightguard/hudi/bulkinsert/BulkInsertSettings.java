package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.Estimate;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.layout.FileBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a write's options say of its files; Hudi's own defaults where they say nothing. Immutable.
 *
 * @param hasRecordKey whether the write names columns of a record key, so that Hudi does not generate one
 * @param targetBytes the size that files should have, {@code hoodie.parquet.max.file.size}
 * @param codec what they are compressed with, {@code hoodie.parquet.compression.codec}
 * @param statedRowBytes what a row weighs in a file, if {@code hoodie.copyonwrite.record.size.estimate} says other than
 *     its default
 * @param filters whether files have key filters, {@code hoodie.parquet.bloom.filter.enabled}
 * @param filterEntries keys of one filter, {@code hoodie.index.bloom.num_entries}
 * @param falsePositives {@code hoodie.index.bloom.fpp}
 * @param mostEntries keys of all filters of a file
 * @param sortColumns columns that rows are sorted by inside a file, {@link #SORT_COLUMNS}
 * @param counting {@link #COUNTING}
 */
record BulkInsertSettings(
        boolean hasRecordKey,
        long targetBytes,
        String codec,
        OptionalLong statedRowBytes,
        boolean filters,
        long filterEntries,
        double falsePositives,
        long mostEntries,
        List<String> sortColumns,
        Counting counting) {

    /** Hudi's own key for what a partitioner of the user's sorts by. */
    static final String SORT_COLUMNS = "hoodie.bulkinsert.user.defined.partitioner.sort.columns";

    /** The guard's own: how paths are counted; auto, sample or exact. */
    static final String COUNTING = "hoodie.preflight.bulkinsert.counting";

    static final String TARGET = "hoodie.parquet.max.file.size";
    static final String ROW_SIZE = "hoodie.copyonwrite.record.size.estimate";

    /** What Hudi takes a row to weigh if nothing says otherwise. */
    static final long HUDIS_ROW_BYTES = 1_024;

    BulkInsertSettings {
        sortColumns = List.copyOf(sortColumns);
    }

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException naming the option that cannot be read
     */
    static BulkInsertSettings of(Map<String, String> options) {
        long entries = number(options, "hoodie.index.bloom.num_entries", 60_000);
        boolean dynamic = options.getOrDefault("hoodie.bloom.index.filter.type", "DYNAMIC_V0")
                .trim()
                .toUpperCase(Locale.ROOT)
                .startsWith("DYNAMIC");
        long rowBytes = number(options, ROW_SIZE, HUDIS_ROW_BYTES);
        return new BulkInsertSettings(
                !options.getOrDefault(HudiWrite.RECORD_KEY, "").isBlank(),
                number(options, TARGET, 125_829_120),
                options.getOrDefault("hoodie.parquet.compression.codec", "gzip").trim(),
                rowBytes == HUDIS_ROW_BYTES ? OptionalLong.empty() : OptionalLong.of(rowBytes),
                Boolean.parseBoolean(options.getOrDefault("hoodie.parquet.bloom.filter.enabled", "true")
                        .trim()),
                entries,
                rate(options, "hoodie.index.bloom.fpp", 1e-9),
                dynamic ? number(options, "hoodie.bloom.index.filter.dynamic.max.entries", 100_000) : entries,
                Arrays.stream(options.getOrDefault(SORT_COLUMNS, "").split(",", -1))
                        .map(String::trim)
                        .filter(column -> !column.isEmpty())
                        .toList(),
                counting(options.getOrDefault(COUNTING, "auto")));
    }

    /** What a file weighs, given its rows. */
    FileBytes files(Estimate perRow) {
        return filters
                ? FileBytes.withBloomFilter(perRow, filterEntries, falsePositives, mostEntries)
                : FileBytes.ofRows(perRow);
    }

    private static Counting counting(String text) {
        try {
            return Counting.valueOf(text.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw unreadable(COUNTING, text, "auto, sample or exact");
        }
    }

    private static long number(Map<String, String> options, String key, long fallback) {
        String text = options.getOrDefault(key, Long.toString(fallback)).trim();
        if (!text.matches("0*[1-9]\\d{0,17}")) {
            throw unreadable(key, text, "a whole number above 0");
        }
        return Long.parseLong(text);
    }

    private static double rate(Map<String, String> options, String key, double fallback) {
        String text = options.getOrDefault(key, Double.toString(fallback)).trim();
        try {
            double rate = Double.parseDouble(text);
            if (rate > 0 && rate < 1) {
                return rate;
            }
        } catch (NumberFormatException unreadable) {
            // falls through
        }
        throw unreadable(key, text, "a number between 0 and 1");
    }

    private static IllegalArgumentException unreadable(String key, String text, String expected) {
        return new IllegalArgumentException(key + "=" + text + ": expected " + expected);
    }
}
