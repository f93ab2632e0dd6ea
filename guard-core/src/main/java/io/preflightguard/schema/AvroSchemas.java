package io.preflightguard.schema;

import io.preflightguard.schema.FieldType.Primitive;
import io.preflightguard.schema.FieldType.Resolution;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads Avro schemas into the neutral model. Thread-safe. */
public final class AvroSchemas {

    /** Avro passes on the names of the exceptions beneath its own, which say nothing to a user. */
    private static final Pattern EXCEPTION_NAMES = Pattern.compile("^([\\w.$]+(Exception|Error): )+");

    private AvroSchemas() {}

    /**
     * Parses the text of an Avro schema whose root is a record.
     *
     * @throws SchemaFormatException if the text is not an Avro schema, its root is not a record, or it is recursive
     */
    public static TableSchema parse(String text) {
        Schema schema;
        try {
            // Lenient about defaults: what is stored somewhere is compared, not judged.
            schema = new Schema.Parser().setValidateDefaults(false).parse(text);
        } catch (AvroRuntimeException | IllegalArgumentException unreadable) {
            throw new SchemaFormatException("not an Avro schema: " + firstLine(unreadable), unreadable);
        }
        return read(schema);
    }

    /**
     * Reads a parsed Avro schema.
     *
     * @throws SchemaFormatException if its root is not a record, or it is recursive
     */
    static TableSchema read(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new SchemaFormatException("the root of a table's schema is a record, not "
                    + schema.getType().getName());
        }
        return new TableSchema(fields(schema, new HashSet<>()));
    }

    private static List<Field> fields(Schema record, Set<String> enclosing) {
        if (!enclosing.add(record.getFullName())) {
            throw new SchemaFormatException(
                    "record " + record.getFullName() + " contains itself, which no table can store");
        }
        List<Field> fields = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            fields.add(new Field(field.name(), type(field.schema(), enclosing), isNullable(field.schema())));
        }
        enclosing.remove(record.getFullName());
        return fields;
    }

    private static boolean isNullable(Schema schema) {
        return schema.getType() == Schema.Type.NULL
                || (schema.isUnion() && schema.getTypes().stream().anyMatch(AvroSchemas::isNullable));
    }

    private static FieldType type(Schema schema, Set<String> enclosing) {
        FieldType logical = logicalType(schema);
        if (logical != null) {
            return logical;
        }
        return switch (schema.getType()) {
            case BOOLEAN -> Primitive.BOOLEAN;
            case INT -> Primitive.INT;
            case LONG -> Primitive.LONG;
            case FLOAT -> Primitive.FLOAT;
            case DOUBLE -> Primitive.DOUBLE;
            case STRING -> Primitive.STRING;
            case BYTES -> Primitive.BINARY;
            case NULL -> Primitive.VOID;
            case FIXED -> new FieldType.Fixed(schema.getFixedSize());
            case ENUM -> new FieldType.Enumeration(schema.getEnumSymbols());
            case ARRAY ->
                new FieldType.Array(type(schema.getElementType(), enclosing), isNullable(schema.getElementType()));
            case MAP ->
                new FieldType.Map(
                        Primitive.STRING, type(schema.getValueType(), enclosing), isNullable(schema.getValueType()));
            case RECORD -> new FieldType.Struct(fields(schema, enclosing));
            case UNION -> union(schema, enclosing);
        };
    }

    /** {@code [null, T]} is a nullable T; two numbers of one family are the wider one, as Spark reads them. */
    private static FieldType union(Schema schema, Set<String> enclosing) {
        List<Schema> branches = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        if (branches.size() == 1) {
            return type(branches.get(0), enclosing);
        }
        if (branches.isEmpty()) {
            return Primitive.VOID;
        }
        List<FieldType> types =
                branches.stream().map(branch -> type(branch, enclosing)).toList();
        Set<FieldType> distinct = new HashSet<>(types);
        if (distinct.equals(EnumSet.of(Primitive.INT, Primitive.LONG))) {
            return Primitive.LONG;
        }
        if (distinct.equals(EnumSet.of(Primitive.FLOAT, Primitive.DOUBLE))) {
            return Primitive.DOUBLE;
        }
        return new FieldType.Union(types);
    }

    private static @Nullable FieldType logicalType(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return new FieldType.Decimal(decimal.getPrecision(), decimal.getScale());
        }
        if (logical == null) {
            return null;
        }
        return switch (logical.getName()) {
            case "date" -> Primitive.DATE;
            case "uuid" -> Primitive.STRING;
            case "time-millis" -> new FieldType.Time(Resolution.MILLIS);
            case "time-micros" -> new FieldType.Time(Resolution.MICROS);
            case "timestamp-millis" -> new FieldType.Timestamp(Resolution.MILLIS, true);
            case "timestamp-micros" -> new FieldType.Timestamp(Resolution.MICROS, true);
            case "timestamp-nanos" -> new FieldType.Timestamp(Resolution.NANOS, true);
            case "local-timestamp-millis" -> new FieldType.Timestamp(Resolution.MILLIS, false);
            case "local-timestamp-micros" -> new FieldType.Timestamp(Resolution.MICROS, false);
            case "local-timestamp-nanos" -> new FieldType.Timestamp(Resolution.NANOS, false);
            default -> null;
        };
    }

    private static String firstLine(Exception exception) {
        String message = String.valueOf(exception.getMessage());
        int end = message.indexOf('\n');
        String line = EXCEPTION_NAMES
                .matcher(end < 0 ? message : message.substring(0, end))
                .replaceFirst("");
        return line.length() <= 160 ? line : line.substring(0, 157) + "...";
    }
}
