package io.preflightguard.schema;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A schema as somebody wrote it: a contract. Immutable; equal types are shared, so it may stand for more fields than it
 * takes room.
 *
 * @param root the type of one value, most often a {@link FieldType.Struct}
 * @param nullable whether the value itself may be null
 * @param recursive the types that contain themselves, by full name
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
            throw new SchemaFormatException("record "
                    + recursive.keySet().stream().sorted().findFirst().orElseThrow()
                    + " contains itself, which no table can store");
        }
        if (root instanceof FieldType.Struct struct) {
            return new TableSchema(struct.fields());
        }
        throw new SchemaFormatException("the root of a table's schema is a record, not " + root.render());
    }
}
