package io.preflightguard.hudi.table;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hudi.common.config.TypedProperties;
import org.apache.hudi.keygen.ComplexKeyGenerator;

/**
 * How the running Hudi's complex key generator spells a key of one field. Releases differ, and so do builds of one
 * release (AWS Glue 5.0 reverts a change of 0.15), so it is asked itself.
 */
public final class ComplexKeys {

    private ComplexKeys() {}

    /** Whether it writes {@code id:7} and not {@code 7}; false if it cannot be asked. */
    public static boolean nameTheirOnlyField() {
        TypedProperties properties = new TypedProperties();
        properties.setProperty("hoodie.datasource.write.recordkey.field", "k");
        properties.setProperty("hoodie.datasource.write.partitionpath.field", "p,q");
        Schema schema = SchemaBuilder.record("row")
                .fields()
                .requiredString("k")
                .requiredString("p")
                .requiredString("q")
                .endRecord();
        GenericRecord row = new GenericData.Record(schema);
        row.put("k", "7");
        row.put("p", "a");
        row.put("q", "b");
        try {
            return new ComplexKeyGenerator(properties).getRecordKey(row).startsWith("k:");
        } catch (RuntimeException | LinkageError other) { // the guard must not end the job over it
            return false;
        }
    }
}
