package io.preflightguard.spark.sample;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows that are weighed.
 *
 * @param weighing what is asked of them
 * @param rows the rows, with the keys' hashes behind their own columns
 * @param layout which columns are whose
 * @param splits the partitions to choose from
 */
record WeighedRows(SampleRequest.Weighing weighing, JavaRDD<InternalRow> rows, RowLayout layout, Splits splits) {

    List<NullProbe> probes() {
        return weighing.required().stream()
                .flatMap(path -> NullProbe.of(path, layout.schema()).stream())
                .toList();
    }

    JavaRDD<byte[]> measured(int reducers, long seed) {
        String key = weighing.key();
        int ordinal = key == null ? -1 : layout.schema().fieldIndex(key);
        long drawnBytes = DrawnRows.bytesOfOne(Math.min(Gathering.WEIGHED_AT_ONCE, splits.count()));
        return rows.mapPartitions(new RowMeasure(
                layout, ordinal, reducers, weighing.codecs(), probes(), weighing.drawn(), drawnBytes, seed));
    }
}
