package io.preflightguard.spark.sample;

import io.preflightguard.Estimate;

/**
 * What a row weighs as Parquet stores it.
 *
 * @param inFile bytes of it in a file, encoded and compressed; at least 1
 * @param plain bytes of it with neither
 */
public record EncodedRow(Estimate inFile, double plain) {}
