package io.preflightguard.spark.sample;

import io.preflightguard.sizing.RowBytes;
import java.util.OptionalLong;

/**
 * What rows weigh in a shuffle, and where that was seen.
 *
 * @param bytes bytes per row
 * @param rowsRead rows that were serialised for it
 * @param leastFreeDisk the least free local disk in bytes among the executors that took part, if any could see it
 */
public record RowSample(RowBytes bytes, long rowsRead, OptionalLong leastFreeDisk) {}
