package io.preflightguard.schema.avro;

import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which of the types that are known by name a schema really leads to. */
final class Recursion {

    private Recursion() {}

    /** The types, by full name, that references lead to from the root. */
    static Map<String, FieldType> reachable(FieldType root, Map<String, FieldType> byName) {
        Map<String, FieldType> reached = new HashMap<>();
        Set<String> expanded = new HashSet<>();
        Deque<FieldType> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            FieldType type = open.pop();
            if (type instanceof FieldType.Reference reference) {
                String name = reference.name().fullName();
                FieldType target = byName.get(name);
                if (target != null && reached.put(name, target) == null) {
                    open.push(target);
                }
            } else if (type instanceof FieldType.Struct struct) {
                if (struct.name() == null || expanded.add(struct.name().fullName())) {
                    struct.fields().stream().map(Field::type).forEach(open::push);
                }
            } else if (type instanceof FieldType.Array array) {
                open.push(array.element());
            } else if (type instanceof FieldType.Map map) {
                open.push(map.value());
            } else if (type instanceof FieldType.Union union) {
                union.branches().forEach(open::push);
            } else if (type instanceof FieldType.Annotated annotated) {
                open.push(annotated.base());
            }
        }
        return reached;
    }
}
