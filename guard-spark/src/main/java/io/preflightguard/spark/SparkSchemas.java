package io.preflightguard.spark;

import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.FieldType.Primitive;
import io.preflightguard.schema.FieldType.Resolution;
import io.preflightguard.schema.TableSchema;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Reads Spark's schemas into the neutral model. Thread-safe. */
public final class SparkSchemas {

    private SparkSchemas() {}

    /** The schema of a DataFrame. A type that only Spark has, such as an interval, is kept by its name. */
    public static TableSchema read(StructType schema) {
        return new TableSchema(fields(schema));
    }

    private static List<Field> fields(StructType struct) {
        return Arrays.stream(struct.fields())
                .map(field -> new Field(field.name(), type(field.dataType()), field.nullable()))
                .toList();
    }

    private static FieldType type(DataType type) {
        if (type instanceof StructType struct) {
            return new FieldType.Struct(fields(struct));
        }
        if (type instanceof ArrayType array) {
            return new FieldType.Array(type(array.elementType()), array.containsNull());
        }
        if (type instanceof MapType map) {
            return new FieldType.Map(type(map.keyType()), type(map.valueType()), map.valueContainsNull());
        }
        if (type instanceof DecimalType decimal) {
            return new FieldType.Decimal(decimal.precision(), decimal.scale());
        }
        // By name: Spark's lines agree on the names, not on where the classes are. char(n) and varchar(n) are strings.
        String name = type.typeName();
        int parameters = name.indexOf('(');
        return switch (parameters < 0 ? name : name.substring(0, parameters)) {
            case "boolean" -> Primitive.BOOLEAN;
            case "byte", "tinyint", "short", "smallint", "integer", "int" -> Primitive.INT;
            case "long", "bigint" -> Primitive.LONG;
            case "float" -> Primitive.FLOAT;
            case "double" -> Primitive.DOUBLE;
            case "string", "char", "varchar" -> Primitive.STRING;
            case "binary" -> Primitive.BINARY;
            case "date" -> Primitive.DATE;
            case "void", "null" -> Primitive.VOID;
            case "timestamp" -> new FieldType.Timestamp(Resolution.MICROS, true);
            case "timestamp_ntz" -> new FieldType.Timestamp(Resolution.MICROS, false);
            default -> new FieldType.Other(name);
        };
    }
}
