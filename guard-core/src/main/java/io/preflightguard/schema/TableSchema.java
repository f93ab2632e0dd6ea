package io.preflightguard.schema;

import java.util.List;
import java.util.function.Predicate;

/** The columns of a table, a DataFrame or a contract, in order. Immutable. */
public record TableSchema(List<Field> fields) {

    public TableSchema {
        fields = List.copyOf(fields);
    }

    /** This schema without the top-level columns that match. */
    public TableSchema without(Predicate<Field> unwanted) {
        return new TableSchema(fields.stream().filter(unwanted.negate()).toList());
    }

    /** Whether there is a field of exactly this name; dots lead into structs. */
    public boolean has(String path) {
        List<Field> level = fields;
        for (String name : path.split("\\.", -1)) {
            Field found = level.stream()
                    .filter(field -> field.name().equals(name))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                return false;
            }
            level = found.type() instanceof FieldType.Struct struct ? struct.fields() : List.of();
        }
        return true;
    }

    /** How many fields there are over all levels; a list or map counts what it holds. */
    public int fieldCount() {
        return count(fields);
    }

    private static int count(List<Field> fields) {
        return fields.stream().mapToInt(field -> 1 + nested(field.type())).sum();
    }

    private static int nested(FieldType type) {
        if (type instanceof FieldType.Struct struct) {
            return count(struct.fields());
        }
        if (type instanceof FieldType.Array array) {
            return nested(array.element());
        }
        return type instanceof FieldType.Map map ? nested(map.value()) : 0;
    }
}
