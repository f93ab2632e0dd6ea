package io.preflightguard.schema.evolution;

import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.FieldType.Primitive;
import io.preflightguard.schema.TypeChanges;
import io.preflightguard.schema.TypeName;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** How a branch of one union finds its counterpart in another, as Avro does: by full name, by name, by kind. */
final class Branches {

    private Branches() {}

    /** Where the counterpart is, or -1 if there is none; one that is taken is none. */
    static int position(FieldType branch, List<FieldType> others, Collection<Integer> taken) {
        int exact = position(branch, others, taken, TypeName::fullName);
        return exact >= 0 ? exact : position(branch, others, taken, TypeName::name);
    }

    private static int position(
            FieldType branch, List<FieldType> others, Collection<Integer> taken, Function<TypeName, String> naming) {
        String wanted = kind(branch, naming);
        for (int i = 0; i < others.size(); i++) {
            if (!taken.contains(i) && wanted.equals(kind(others.get(i), naming))) {
                return i;
            }
        }
        return -1;
    }

    private static String kind(FieldType type, Function<TypeName, String> naming) {
        FieldType physical = TypeChanges.physical(type);
        TypeName name =
                physical instanceof FieldType.Reference reference ? reference.name() : FieldType.nameOf(physical);
        if (name != null) {
            return "name " + naming.apply(name);
        }
        return physical instanceof Primitive
                ? physical.render()
                : physical.getClass().getSimpleName();
    }
}
