package io.preflightguard.spark.sample;

import io.preflightguard.sizing.RowBytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What rows weigh in a shuffle, and where that was seen.
 *
 * @param bytes bytes per row
 * @param rowsRead rows that were serialised for it
 * @param leastFreeDisk the least free local disk in bytes among the executors that took part, if any could see it
 * @param nulls rows with a null among those read, by the path of each required field that was found
 */
public record RowSample(RowBytes bytes, long rowsRead, OptionalLong leastFreeDisk, Map<String, Long> nulls) {

    public RowSample {
        nulls = Collections.unmodifiableMap(new LinkedHashMap<>(nulls));
    }
}
