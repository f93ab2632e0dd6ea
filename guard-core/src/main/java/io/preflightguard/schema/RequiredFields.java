package io.preflightguard.schema;

import java.util.ArrayList;
import java.util.List;

/** The fields that must hold a value, where what comes does not promise one. */
public final class RequiredFields {

    private RequiredFields() {}

    /**
     * The paths, dots leading into structs, of every field that {@code known} requires and {@code incoming} has as
     * nullable. What lies inside lists and maps is left out: to count it would be to read them all.
     */
    public static List<String> unpromised(TableSchema known, TableSchema incoming) {
        List<String> paths = new ArrayList<>();
        collect("", known.fields(), incoming.fields(), paths);
        return List.copyOf(paths);
    }

    private static void collect(String parent, List<Field> known, List<Field> incoming, List<String> paths) {
        for (Field field : known) {
            incoming.stream()
                    .filter(other -> other.name().equals(field.name()))
                    .findFirst()
                    .ifPresent(other -> {
                        String path = parent + field.name();
                        if (!field.nullable() && other.nullable()) {
                            paths.add(path);
                        }
                        if (field.type() instanceof FieldType.Struct inner
                                && other.type() instanceof FieldType.Struct otherInner) {
                            collect(path + ".", inner.fields(), otherInner.fields(), paths);
                        }
                    });
        }
    }
}
