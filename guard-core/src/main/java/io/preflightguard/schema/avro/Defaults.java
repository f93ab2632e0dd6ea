package io.preflightguard.schema.avro;

import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.FieldType.Primitive;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a default is a value of its type, by Avro's rules. Inside lists, maps and records any branch of a union
 * counts, as it does since Avro 1.12.
 */
final class Defaults {

    private Defaults() {}

    /** Whether the default is one of the first branch, the only one that Avro before 1.12 takes. */
    static boolean fitsFirstBranch(Json value, Node node) {
        if (node.nullable() && node.nullFirst()) {
            return value instanceof Json.Null;
        }
        FieldType type = node.type();
        return type instanceof FieldType.Union union
                ? !union.branches().isEmpty() && fits(value, union.branches().get(0))
                : fits(value, type);
    }

    /** Whether the default is one of any branch. */
    static boolean fitsAny(Json value, Node node) {
        return fits(value, node.type(), node.nullable());
    }

    private static boolean fits(Json value, FieldType type, boolean nullable) {
        return (nullable && value instanceof Json.Null) || fits(value, type);
    }

    private static boolean fits(Json value, FieldType type) {
        if (type instanceof Primitive primitive) {
            return fitsPrimitive(value, primitive);
        }
        if (type instanceof FieldType.Annotated annotated) {
            return fits(value, annotated.base());
        }
        if (type instanceof FieldType.Struct struct) {
            return value instanceof Json.Obj object
                    && struct.fields().stream()
                            .allMatch(field -> fits(object.members().get(field.name()), field));
        }
        if (type instanceof FieldType.Array array) {
            return value instanceof Json.Arr list
                    && list.items().stream().allMatch(item -> fits(item, array.element(), array.elementNullable()));
        }
        if (type instanceof FieldType.Map map) {
            return value instanceof Json.Obj object
                    && object.members().values().stream()
                            .allMatch(item -> fits(item, map.value(), map.valueNullable()));
        }
        if (type instanceof FieldType.Union union) {
            return union.branches().stream().anyMatch(branch -> fits(value, branch));
        }
        if (type instanceof FieldType.Timestamp) {
            return isIntegerWithin(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type instanceof FieldType.Time time) {
            return time.resolution() == FieldType.Resolution.MILLIS
                    ? isIntegerWithin(value, Integer.MIN_VALUE, Integer.MAX_VALUE)
                    : isIntegerWithin(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        // Decimals, fixed types and enums are written as strings; a recursive record as an object.
        return type instanceof FieldType.Reference ? value instanceof Json.Obj : value instanceof Json.Text;
    }

    private static boolean fits(@Nullable Json value, Field field) {
        return value == null ? field.declaration().defaultValue() != null : fits(value, field.type(), field.nullable());
    }

    private static boolean fitsPrimitive(Json value, Primitive type) {
        return switch (type) {
            case BOOLEAN -> value instanceof Json.Bool;
            case INT, DATE -> isIntegerWithin(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> isIntegerWithin(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT, DOUBLE -> value instanceof Json.Num;
            case STRING, BINARY, UUID -> value instanceof Json.Text;
            case VOID -> value instanceof Json.Null;
        };
    }

    private static boolean isIntegerWithin(Json value, long least, long most) {
        if (!(value instanceof Json.Num number)
                || !number.integral()
                || number.digits().length() > 20) {
            return false;
        }
        BigDecimal digits = new BigDecimal(number.digits());
        return digits.compareTo(BigDecimal.valueOf(least)) >= 0 && digits.compareTo(BigDecimal.valueOf(most)) <= 0;
    }
}
