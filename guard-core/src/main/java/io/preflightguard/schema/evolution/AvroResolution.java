package io.preflightguard.schema.evolution;

import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.FieldType.Primitive;
import io.preflightguard.schema.TypeChanges;
import io.preflightguard.schema.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a reader of one schema can read what a writer of another wrote, by the schema resolution of the Avro
 * specification, which is what registries mean by BACKWARD and FORWARD. Names every place that stands in the way, where
 * Avro stops at the union around it. Held against Avro's own SchemaCompatibility in tests.
 */
final class AvroResolution {

    private final DeclaredSchema reader;
    private final DeclaredSchema writer;
    private final List<Unreadable> problems = new ArrayList<>();
    private final Set<List<String>> visited = new HashSet<>();
    private final Map<Pair, Boolean> readable;

    private AvroResolution(
            DeclaredSchema reader, DeclaredSchema writer, Set<List<String>> visited, Map<Pair, Boolean> readable) {
        this.reader = reader;
        this.writer = writer;
        this.visited.addAll(visited);
        this.readable = readable;
    }

    /** Every place where the reader fails on some value of the writer. */
    static List<Unreadable> problems(DeclaredSchema reader, DeclaredSchema writer) {
        AvroResolution resolution = new AvroResolution(reader, writer, Set.of(), new HashMap<>());
        resolution.read("", 0, reader.root(), reader.nullable(), writer.root(), writer.nullable());
        return resolution.problems;
    }

    private void read(String path, int line, FieldType read, boolean readsNull, FieldType written, boolean writesNull) {
        if (writesNull && !readsNull) {
            problems.add(new Unreadable(path, "null", read.render(), line));
        }
        List<FieldType> candidates = branches(read);
        for (FieldType branch : branches(written)) {
            if (candidates.size() == 1) {
                readValue(path, line, candidates.get(0), branch);
            } else if (candidates.stream().noneMatch(candidate -> isReadable(candidate, branch))) {
                problems.add(new Unreadable(path, branch.render(), readsNull ? "null" : read.render(), line));
            }
        }
    }

    private static List<FieldType> branches(FieldType type) {
        if (type == Primitive.VOID) {
            return List.of();
        }
        return type instanceof FieldType.Union union ? union.branches() : List.of(type);
    }

    /** Remembered by type: unions inside unions would ask the same again and again. */
    private boolean isReadable(FieldType read, FieldType written) {
        Pair pair = new Pair(reader.resolve(read), writer.resolve(written));
        Boolean known = readable.get(pair);
        if (known != null) {
            return known;
        }
        readable.put(pair, true); // until shown otherwise, so that what contains itself ends
        AvroResolution attempt = new AvroResolution(reader, writer, visited, readable);
        attempt.readValue("", 0, read, written);
        readable.put(pair, attempt.problems.isEmpty());
        return attempt.problems.isEmpty();
    }

    /** Two types as the objects they are: to compare them by value would be to walk them. */
    private static final class Pair {

        private final FieldType read;
        private final FieldType written;

        Pair(FieldType read, FieldType written) {
            this.read = read;
            this.written = written;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // meant
        public boolean equals(Object other) {
            return other instanceof Pair pair && read == pair.read && written == pair.written;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(read) + System.identityHashCode(written);
        }
    }

    private void readValue(String path, int line, FieldType readerType, FieldType writerType) {
        FieldType read = TypeChanges.physical(reader.resolve(readerType));
        FieldType written = TypeChanges.physical(writer.resolve(writerType));
        if (read instanceof FieldType.Struct to && written instanceof FieldType.Struct from) {
            readRecord(path, line, to, from);
        } else if (read instanceof FieldType.Array to && written instanceof FieldType.Array from) {
            read(path + "[]", line, to.element(), to.elementNullable(), from.element(), from.elementNullable());
        } else if (read instanceof FieldType.Map to && written instanceof FieldType.Map from) {
            read(path + "{}", line, to.value(), to.valueNullable(), from.value(), from.valueNullable());
        } else if (read instanceof FieldType.Enumeration to && written instanceof FieldType.Enumeration from) {
            boolean known = to.fallback() != null || to.symbols().containsAll(from.symbols());
            expect(known && isNamedAlike(read, written), path, line, read, written);
        } else if (read instanceof FieldType.Fixed to && written instanceof FieldType.Fixed from) {
            expect(to.size() == from.size() && isNamedAlike(read, written), path, line, read, written);
        } else {
            expect(read.equals(written) || isPromoted(written, read), path, line, read, written);
        }
    }

    private void readRecord(String path, int line, FieldType.Struct read, FieldType.Struct written) {
        String from = written.name() == null ? "" : written.name().fullName();
        String to = read.name() == null ? "" : read.name().fullName();
        // One side is enough: an endless walk meets some pair again, whichever side goes around.
        boolean endless =
                writer.recursive().containsKey(from) || reader.recursive().containsKey(to);
        if (endless && !visited.add(List.of(from, to))) {
            return;
        }
        if (!isNamedAlike(read, written)) {
            problems.add(new Unreadable(path, "record " + from, "record " + to, line));
        }
        for (Field field : read.fields()) {
            String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
            int fieldLine = field.declaration().line();
            List<Field> sources = sources(written, field);
            if (sources.size() == 1) {
                Field source = sources.get(0);
                read(fieldPath, fieldLine, field.type(), field.nullable(), source.type(), source.nullable());
            } else if (sources.size() > 1) {
                problems.add(new Unreadable(fieldPath, "several fields that its aliases name", "one field", fieldLine));
            } else if (field.declaration().defaultValue() == null) {
                problems.add(
                        new Unreadable(fieldPath, "absent", field.type().render() + " without default", fieldLine));
            }
        }
    }

    /** As Avro looks them up: a field whose alias is its own name is found twice, and that is once too often. */
    private static List<Field> sources(FieldType.Struct written, Field field) {
        List<Field> sources = new ArrayList<>();
        for (Field source : written.fields()) {
            if (source.name().equals(field.name())) {
                sources.add(source);
            }
            if (field.declaration().aliases().contains(source.name())) {
                sources.add(source);
            }
        }
        return sources;
    }

    private static boolean isNamedAlike(FieldType read, FieldType written) {
        TypeName to = FieldType.nameOf(read);
        TypeName from = FieldType.nameOf(written);
        return to == null
                || from == null
                || to.name().equals(from.name())
                || to.aliases().contains(from.fullName());
    }

    /** Whether a reader of one primitive type takes values of the other, by widening or by their bytes. */
    static boolean isPromoted(FieldType from, FieldType to) {
        if (!(from instanceof Primitive source)) {
            return false;
        }
        return switch (source) {
            case INT -> to == Primitive.LONG || to == Primitive.FLOAT || to == Primitive.DOUBLE;
            case LONG -> to == Primitive.FLOAT || to == Primitive.DOUBLE;
            case FLOAT -> to == Primitive.DOUBLE;
            case STRING -> to == Primitive.BINARY;
            case BINARY -> to == Primitive.STRING;
            default -> false;
        };
    }

    private void expect(boolean readable, String path, int line, FieldType read, FieldType written) {
        if (!readable) {
            problems.add(new Unreadable(path, written.render(), read.render(), line));
        }
    }
}
