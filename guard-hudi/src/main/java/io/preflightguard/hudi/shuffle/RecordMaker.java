package io.preflightguard.hudi.shuffle;

import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.hudi.AvroConversionUtils;
import org.apache.hudi.DataSourceUtils;
import org.apache.hudi.avro.HoodieAvroUtils;
import org.apache.hudi.common.model.HoodieKey;
import org.apache.hudi.common.model.HoodieRecord;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;

/**
 * Makes of a row the record that Hudi's data source makes of it (HoodieCreateRecordUtils, the same on both lines): Avro of
 * the row, in a payload, under its key. Not thread-safe.
 */
final class RecordMaker {

    private static final String META = "_hoodie_";

    private final StructType schema;
    private final int keyOrdinal;
    private final int pathOrdinal;
    private final int[] ownOrdinals;
    private final Function1<InternalRow, GenericRecord> toAvro;
    private final String payloadClass;
    private final @Nullable String orderingField;
    private int made;

    /**
     * @param schema the rows' columns, Hudi's own among them
     * @param orderingField the field that orders records, or null if none is taken along; one that is not among the
     *     columns is another check's to tell
     */
    RecordMaker(StructType schema, String payloadClass, @Nullable String orderingField) {
        this.schema = schema;
        this.keyOrdinal = schema.fieldIndex("_hoodie_record_key");
        this.pathOrdinal = schema.fieldIndex("_hoodie_partition_path");
        StructField[] own = Arrays.stream(schema.fields())
                .filter(field -> !field.name().startsWith(META))
                .toArray(StructField[]::new);
        this.ownOrdinals = Arrays.stream(own)
                .mapToInt(field -> schema.fieldIndex(field.name()))
                .toArray();
        StructType ownSchema = new StructType(own);
        Schema avro = AvroConversionUtils.convertStructTypeToAvroSchema(ownSchema, "record", "hoodie.record");
        this.toAvro = AvroConversionUtils.createInternalRowToAvroConverter(ownSchema, avro, false);
        this.payloadClass = payloadClass;
        this.orderingField = orderingField;
    }

    /** @throws IllegalStateException naming the payload class, and nothing of the row, if that refuses it */
    HoodieRecord<?> record(InternalRow row) {
        try {
            return hudisOwn(row);
        } catch (IOException | RuntimeException refused) {
            // Hudi's message quotes the row.
            throw new IllegalStateException(payloadClass + " made no record of a sampled row: "
                    + refused.getClass().getSimpleName());
        }
    }

    private HoodieRecord<?> hudisOwn(InternalRow row) throws IOException {
        @Nullable Object[] values = new @Nullable Object[ownOrdinals.length];
        for (int i = 0; i < values.length; i++) {
            int ordinal = ownOrdinals[i];
            values[i] = row.isNullAt(ordinal) ? null : row.get(ordinal, schema.fields()[ordinal].dataType());
        }
        GenericRecord avro = toAvro.apply(new GenericInternalRow(values));
        HoodieKey key = new HoodieKey(key(row), row.getUTF8String(pathOrdinal).toString());
        Object ordering =
                orderingField == null ? null : HoodieAvroUtils.getNestedFieldVal(avro, orderingField, true, false);
        return ordering == null
                ? DataSourceUtils.createHoodieRecord(avro, key, payloadClass, Option.empty())
                : DataSourceUtils.createHoodieRecord(avro, (Comparable<?>) ordering, key, payloadClass, Option.empty());
    }

    private String key(InternalRow row) {
        made++;
        String key =
                row.isNullAt(keyOrdinal) ? "" : row.getUTF8String(keyOrdinal).toString();
        // As long as the keys Hudi makes for rows without any: instant, partition and row.
        return key.isEmpty() ? "20260101000000000_" + made % 200 + "_" + made : key;
    }
}
