package io.preflightguard.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schema as somebody wrote it: a contract. Immutable; equal types are shared, so it may stand for more fields than it
 * takes room.
 *
 * @param root the type of one value, most often a {@link FieldType.Struct}
 * @param nullable whether the value itself may be null
 * @param recursive the types that are known by name because they contain themselves, or one that does; by full name
 * @param notes what its reader saw and the types do not show, in reading order
 */
public record DeclaredSchema(
        FieldType root, boolean nullable, Map<String, FieldType> recursive, List<SchemaNote> notes) {

    public DeclaredSchema {
        Objects.requireNonNull(root, "root");
        recursive = Map.copyOf(recursive);
        notes = List.copyOf(notes);
    }

    /** The type, or what it refers to. */
    public FieldType resolve(FieldType type) {
        if (type instanceof FieldType.Reference reference) {
            FieldType resolved = recursive.get(reference.name().fullName());
            if (resolved == null) {
                throw new IllegalStateException("Type " + reference.render() + " is not defined");
            }
            return resolved;
        }
        return type;
    }

    /**
     * The schema as the columns of a table.
     *
     * @throws SchemaFormatException if its root is not a record, or it is recursive
     */
    public TableSchema asTable() {
        if (!recursive.isEmpty()) {
            throw new SchemaFormatException(
                    "record " + selfContaining().get(0) + " contains itself, which no table can store");
        }
        FieldType type = root instanceof FieldType.Annotated annotated ? annotated.base() : root;
        if (type instanceof FieldType.Struct struct) {
            return new TableSchema(struct.fields());
        }
        throw new SchemaFormatException("the root of a table's schema is a record, not " + root.render());
    }

    /** The full names of the types that contain themselves, sorted; not those that only mention one. */
    public List<String> selfContaining() {
        return recursive.keySet().stream()
                .filter(name -> leadsTo(recursive.get(name), name, new HashSet<>()))
                .sorted()
                .toList();
    }

    private boolean leadsTo(@Nullable FieldType type, String name, Set<String> seen) {
        if (type instanceof FieldType.Reference reference) {
            String next = reference.name().fullName();
            return next.equals(name) || (seen.add(next) && leadsTo(recursive.get(next), name, seen));
        }
        if (type instanceof FieldType.Struct struct) {
            return struct.fields().stream().anyMatch(field -> leadsTo(field.type(), name, seen));
        }
        if (type instanceof FieldType.Array array) {
            return leadsTo(array.element(), name, seen);
        }
        if (type instanceof FieldType.Map map) {
            return leadsTo(map.value(), name, seen);
        }
        if (type instanceof FieldType.Annotated annotated) {
            return leadsTo(annotated.base(), name, seen);
        }
        return type instanceof FieldType.Union union
                && union.branches().stream().anyMatch(branch -> leadsTo(branch, name, seen));
    }
}
