package io.preflightguard.schema.avro;

import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.FieldType.Primitive;
import io.preflightguard.schema.FieldType.Resolution;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a logical type makes of the type beneath it, by the Avro 1.12 specification; whatever version of Avro is running,
 * which may know fewer.
 */
final class LogicalTypes {

    private static final Map<String, FieldType> ON_INT =
            Map.of("date", Primitive.DATE, "time-millis", new FieldType.Time(Resolution.MILLIS));

    private static final Map<String, FieldType> ON_LONG = Map.of(
            "time-micros", new FieldType.Time(Resolution.MICROS),
            "timestamp-millis", new FieldType.Timestamp(Resolution.MILLIS, true),
            "timestamp-micros", new FieldType.Timestamp(Resolution.MICROS, true),
            "timestamp-nanos", new FieldType.Timestamp(Resolution.NANOS, true),
            "local-timestamp-millis", new FieldType.Timestamp(Resolution.MILLIS, false),
            "local-timestamp-micros", new FieldType.Timestamp(Resolution.MICROS, false),
            "local-timestamp-nanos", new FieldType.Timestamp(Resolution.NANOS, false));

    private static final int UUID_BYTES = 16;
    private static final int DURATION_BYTES = 12;

    private LogicalTypes() {}

    /** The type with its meaning; null if the logical type is not valid there, so that Avro ignores it. */
    static @Nullable FieldType apply(String name, FieldType base, Json.Obj schema) {
        if (ON_INT.containsKey(name)) {
            return base == Primitive.INT ? ON_INT.get(name) : null;
        }
        if (ON_LONG.containsKey(name)) {
            return base == Primitive.LONG ? ON_LONG.get(name) : null;
        }
        return switch (name) {
            case "decimal" -> decimal(base, schema);
            case "uuid" ->
                base == Primitive.STRING
                        ? Primitive.UUID
                        : isFixed(base, UUID_BYTES) ? new FieldType.Annotated(name, base) : null;
            case "duration" -> isFixed(base, DURATION_BYTES) ? new FieldType.Annotated(name, base) : null;
            case "big-decimal" -> base == Primitive.BINARY ? new FieldType.Annotated(name, base) : null;
            default -> new FieldType.Annotated(name, base);
        };
    }

    private static @Nullable FieldType decimal(FieldType base, Json.Obj schema) {
        int precision = number(schema.members().get("precision"), -1);
        int scale = number(schema.members().get("scale"), 0);
        boolean fits = base == Primitive.BINARY
                || (base instanceof FieldType.Fixed fixed && precision <= mostDigits(fixed.size()));
        return fits && precision > 0 && scale >= 0 && scale <= precision
                ? new FieldType.Decimal(precision, scale, base)
                : null;
    }

    /** The digits that {@code bytes} of two's complement hold for sure. */
    private static long mostDigits(int bytes) {
        return (long) Math.floor(Math.log10(2) * (8.0 * bytes - 1));
    }

    private static boolean isFixed(FieldType type, int size) {
        return type instanceof FieldType.Fixed fixed && fixed.size() == size;
    }

    /** The number, or {@code missing} if there is none; -1 for what is no int. */
    private static int number(@Nullable Json value, int missing) {
        if (value == null) {
            return missing;
        }
        try {
            return value instanceof Json.Num number ? Integer.parseInt(number.digits()) : -1;
        } catch (NumberFormatException tooLarge) {
            return -1;
        }
    }
}
