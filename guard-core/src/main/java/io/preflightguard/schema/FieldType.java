package io.preflightguard.schema;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type as Avro, Spark and Hudi all understand it. Immutable; equality is structural.
 */
public sealed interface FieldType {

    /** The name of a record, enum or fixed type, or of the fixed beneath a decimal; null for all others. */
    static @Nullable TypeName nameOf(FieldType type) {
        if (type instanceof Struct struct) {
            return struct.name();
        }
        if (type instanceof Enumeration enumeration) {
            return enumeration.name();
        }
        if (type instanceof Decimal decimal && decimal.encoding() != null) {
            return nameOf(decimal.encoding());
        }
        if (type instanceof Annotated annotated) {
            return nameOf(annotated.base());
        }
        return type instanceof Fixed fixed ? fixed.name() : null;
    }

    /** How many fields of a struct, or symbols of an enum, a line shows. */
    int FIELDS_SHOWN = 8;

    /** How many structs inside structs a line shows. */
    int LEVELS_SHOWN = 2;

    /** The type in one line, in the words of Spark's DDL: {@code struct<minutes: int, reason: string>}. */
    String render();

    /**
     * The type in one line, structs below so many levels by their size only: a type that is used twice inside one that is
     * used twice, and so on, would be a text without end.
     */
    default String render(int levels) {
        return render();
    }

    /** Types without parameters. */
    enum Primitive implements FieldType {
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        BINARY,
        UUID,
        DATE,
        /** A type whose values are all null; no table can store it. */
        VOID;

        @Override
        public String render() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The resolution of a time or timestamp. */
    enum Resolution {
        MILLIS,
        MICROS,
        NANOS
    }

    /**
     * A decimal of {@code precision} digits, {@code scale} of them after the point.
     *
     * @param encoding the type its digits are stored in, {@link Primitive#BINARY} or a {@link Fixed}; null where the
     *     engine does not say
     */
    record Decimal(int precision, int scale, @Nullable FieldType encoding) implements FieldType {
        public Decimal(int precision, int scale) {
            this(precision, scale, null);
        }

        @Override
        public String render() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /** A point in time. {@code zoned} means an instant; otherwise a wall clock reading without zone. */
    record Timestamp(Resolution resolution, boolean zoned) implements FieldType {
        public Timestamp {
            Objects.requireNonNull(resolution, "resolution");
        }

        @Override
        public String render() {
            String name = zoned ? "timestamp" : "timestamp_ntz";
            return resolution == Resolution.MICROS
                    ? name
                    : name + "(" + resolution.name().toLowerCase(Locale.ROOT) + ")";
        }
    }

    /** A time of day. */
    record Time(Resolution resolution) implements FieldType {
        public Time {
            Objects.requireNonNull(resolution, "resolution");
        }

        @Override
        public String render() {
            return "time(" + resolution.name().toLowerCase(Locale.ROOT) + ")";
        }
    }

    /**
     * One of a fixed list of symbols.
     *
     * @param name its name; null where there is none
     * @param fallback the symbol that a reader takes for one it does not know; null if there is none
     */
    record Enumeration(
            @Nullable TypeName name,
            List<String> symbols,
            @Nullable String fallback) implements FieldType {
        public Enumeration {
            symbols = List.copyOf(symbols);
        }

        @Override
        public String render() {
            return symbols.stream().limit(FIELDS_SHOWN).collect(Collectors.joining(", ", "enum(", ""))
                    + (symbols.size() > FIELDS_SHOWN ? ", ... " + symbols.size() + " symbols)" : ")");
        }
    }

    /**
     * Exactly {@code size} bytes.
     *
     * @param name its name; null where there is none
     */
    record Fixed(@Nullable TypeName name, int size) implements FieldType {
        @Override
        public String render() {
            return "fixed(" + size + ")";
        }
    }

    /** A list of elements of one type. */
    record Array(FieldType element, boolean elementNullable) implements FieldType {
        public Array {
            Objects.requireNonNull(element, "element");
        }

        @Override
        public String render() {
            return render(LEVELS_SHOWN);
        }

        @Override
        public String render(int levels) {
            return "array<" + element.render(levels) + ">";
        }
    }

    /** A map; Avro's keys are strings, Spark's may be anything. */
    record Map(FieldType key, FieldType value, boolean valueNullable) implements FieldType {
        public Map {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String render() {
            return render(LEVELS_SHOWN);
        }

        @Override
        public String render(int levels) {
            return "map<" + key.render(levels) + ", " + value.render(levels) + ">";
        }
    }

    /**
     * Named fields, in order.
     *
     * @param name the name of the record type; null where types of rows have no names
     */
    record Struct(@Nullable TypeName name, List<Field> fields) implements FieldType {
        public Struct {
            fields = List.copyOf(fields);
        }

        public Struct(List<Field> fields) {
            this(null, fields);
        }

        @Override
        public String render() {
            return render(LEVELS_SHOWN);
        }

        @Override
        public String render(int levels) {
            if (levels == 0) {
                return "struct<" + fields.size() + " fields>";
            }
            return fields.stream()
                            .limit(FIELDS_SHOWN)
                            .map(field -> field.name() + ": " + field.type().render(levels - 1))
                            .collect(Collectors.joining(", ", "struct<", ""))
                    + (fields.size() > FIELDS_SHOWN ? ", ... " + fields.size() + " fields>" : ">");
        }
    }

    /** A union of more than one type besides null, which no Hudi table can store. */
    record Union(List<FieldType> branches) implements FieldType {
        public Union {
            branches = List.copyOf(branches);
        }

        @Override
        public String render() {
            return render(LEVELS_SHOWN);
        }

        @Override
        public String render(int levels) {
            return branches.stream()
                            .limit(FIELDS_SHOWN)
                            .map(branch -> branch.render(levels))
                            .collect(Collectors.joining(", ", "union<", ""))
                    + (branches.size() > FIELDS_SHOWN ? ", ... " + branches.size() + " branches>" : ">");
        }
    }

    /** A record type that contains itself, by name; {@link DeclaredSchema#recursive()} holds what it stands for. */
    record Reference(TypeName name) implements FieldType {
        public Reference {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String render() {
            return name.fullName();
        }
    }

    /** A type with a logical type that only its own users understand, such as {@code duration}. */
    record Annotated(String logicalType, FieldType base) implements FieldType {
        public Annotated {
            Objects.requireNonNull(logicalType, "logicalType");
            Objects.requireNonNull(base, "base");
        }

        @Override
        public String render() {
            return render(LEVELS_SHOWN);
        }

        @Override
        public String render(int levels) {
            return logicalType + "(" + base.render(levels) + ")";
        }
    }

    /** A type of one engine that the others do not have, such as Spark's intervals. */
    record Other(String name) implements FieldType {
        public Other {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String render() {
            return name;
        }
    }
}
