package io.preflightguard.schema;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A type as Avro, Spark and Hudi all understand it. Immutable; equality is structural.
 */
public sealed interface FieldType {

    /** The type in one line, in the words of Spark's DDL: {@code struct<minutes: int, reason: string>}. */
    String render();

    /** Types without parameters. */
    enum Primitive implements FieldType {
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        BINARY,
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

    /** A decimal of {@code precision} digits, {@code scale} of them after the point. */
    record Decimal(int precision, int scale) implements FieldType {
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

    /** One of a fixed list of symbols. */
    record Enumeration(List<String> symbols) implements FieldType {
        public Enumeration {
            symbols = List.copyOf(symbols);
        }

        @Override
        public String render() {
            return "enum(" + String.join(", ", symbols) + ")";
        }
    }

    /** Exactly {@code size} bytes. */
    record Fixed(int size) implements FieldType {
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
            return "array<" + element.render() + ">";
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
            return "map<" + key.render() + ", " + value.render() + ">";
        }
    }

    /** Named fields, in order. */
    record Struct(List<Field> fields) implements FieldType {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public String render() {
            return fields.stream()
                    .map(field -> field.name() + ": " + field.type().render())
                    .collect(Collectors.joining(", ", "struct<", ">"));
        }
    }

    /** A union of more than one type besides null, which no Hudi table can store. */
    record Union(List<FieldType> branches) implements FieldType {
        public Union {
            branches = List.copyOf(branches);
        }

        @Override
        public String render() {
            return branches.stream().map(FieldType::render).collect(Collectors.joining(", ", "union<", ">"));
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
