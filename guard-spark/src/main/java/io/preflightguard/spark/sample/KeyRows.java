package io.preflightguard.spark.sample;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows whose keys are counted.
 *
 * @param keys the keys
 * @param rows rows with the columns that {@link KeyCounter} expects
 * @param firstColumn where these columns start
 * @param splits the partitions to choose from
 * @param exact whether all of them are to be read
 */
record KeyRows(List<KeyColumn> keys, JavaRDD<InternalRow> rows, int firstColumn, Splits splits, boolean exact) {}
