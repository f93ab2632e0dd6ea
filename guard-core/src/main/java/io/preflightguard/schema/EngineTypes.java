package io.preflightguard.schema;

import io.preflightguard.schema.FieldType.Primitive;
import io.preflightguard.schema.FieldType.Resolution;

/**
 * What a DataFrame can say of a type. Spark knows no enum, fixed, time of day or millisecond timestamp, so a DataFrame
 * that carries such a column faithfully shows another type; comparing both sides as Spark sees them finds the
 * difference that matters and no other. Measured with spark-avro 3.5.4.
 */
final class EngineTypes {

    private EngineTypes() {}

    static FieldType asSparkSees(FieldType type) {
        if (type instanceof FieldType.Enumeration) {
            return Primitive.STRING;
        }
        if (type instanceof FieldType.Fixed) {
            return Primitive.BINARY;
        }
        if (type instanceof FieldType.Time time) {
            return time.resolution() == Resolution.MILLIS ? Primitive.INT : Primitive.LONG;
        }
        if (type instanceof FieldType.Timestamp timestamp) {
            return timestamp.resolution() == Resolution.NANOS
                    ? Primitive.LONG
                    : new FieldType.Timestamp(Resolution.MICROS, timestamp.zoned());
        }
        return type;
    }
}
