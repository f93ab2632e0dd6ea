package io.preflightguard.layout;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/**
 * What a base file weighs: its rows, and the key filters in its footer, which a file of one row has as well. With Hudi's
 * defaults a filter takes 421 KiB, so a file of 10,000 short rows is more filter than rows.
 *
 * @param perRow bytes of one row in a file, encoded and compressed; above 0
 * @param perFilter bytes of one key filter; 0 if files have none
 * @param rowsPerFilter rows after which a file gets one more filter
 * @param mostFilters how many filters a file has at most; 0 if files have none
 */
public record FileBytes(Estimate perRow, double perFilter, long rowsPerFilter, int mostFilters) {

    public FileBytes {
        if (!(perRow.low() > 0 && Double.isFinite(perRow.high()))) {
            throw new IllegalArgumentException("A row weighs something: got " + perRow.low() + " to " + perRow.high());
        }
        if (!(perFilter >= 0 && rowsPerFilter > 0 && mostFilters >= 0)) {
            throw new IllegalArgumentException("Filters are not negative: got " + perFilter + " bytes for each "
                    + rowsPerFilter + " rows, at most " + mostFilters);
        }
    }

    /** Files that hold nothing but rows. */
    public static FileBytes ofRows(Estimate perRow) {
        return new FileBytes(perRow, 0, Long.MAX_VALUE, 0);
    }

    /**
     * Files with Hudi's dynamic Bloom filter, which is written as Base64. Its bits are {@code -n ln(p) / ln(2)^2} (Bloom,
     * CACM 13, 1970; Hudi's BloomFilterUtils.getBitSize), four characters for three bytes; a full one is followed by
     * another until all hold {@code mostEntries}.
     *
     * @param entries keys that one filter holds, {@code hoodie.index.bloom.num_entries}
     * @param falsePositives its rate of false positives, {@code hoodie.index.bloom.fpp}, in (0, 1)
     * @param mostEntries keys after which no further filter is begun, {@code
     *     hoodie.bloom.index.filter.dynamic.max.entries}; {@code entries} if the filter is not dynamic
     */
    public static FileBytes withBloomFilter(Estimate perRow, long entries, double falsePositives, long mostEntries) {
        if (!(entries > 0 && falsePositives > 0 && falsePositives < 1)) {
            throw new IllegalArgumentException(
                    "A Bloom filter has entries and a rate in (0, 1): got " + entries + " and " + falsePositives);
        }
        double bits = Math.ceil(entries * -Math.log(falsePositives) / (Math.log(2) * Math.log(2)));
        int filters = (int) Math.max(1, Math.min(1_000, Math.ceil((double) mostEntries / entries)));
        return new FileBytes(perRow, bits / 8 * 4 / 3, entries, filters);
    }

    /** Bytes of the filters of a file of so many rows. */
    public double filters(double rows) {
        return perFilter * Math.min(mostFilters, Math.max(1, Math.ceil(rows / rowsPerFilter)));
    }

    /** Bytes of a file of so many rows. */
    public double of(double rows) {
        return rows * perRow.value() + filters(rows);
    }

    /** Bytes of a file of so many rows. */
    public Estimate of(Estimate rows) {
        return new Estimate(
                of(rows.value()),
                rows.low() * perRow.low() + filters(rows.low()),
                rows.high() * perRow.high() + filters(rows.high()),
                Math.max(Double.MIN_NORMAL, rows.confidence() + perRow.confidence() - 1),
                Unit.BYTES);
    }
}
