package io.preflightguard.schema.evolution;

import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.FieldType.Primitive;
import io.preflightguard.schema.TypeChanges;
import io.preflightguard.schema.TypeName;

/** What Avro takes a branch of a union for. */
final class Kinds {

    private Kinds() {}

    /** By what a branch of one union finds its counterpart in another: its name, or its kind. */
    static String branch(FieldType type) {
        FieldType physical = TypeChanges.physical(type);
        TypeName name =
                physical instanceof FieldType.Reference reference ? reference.name() : FieldType.nameOf(physical);
        if (name != null) {
            return "name " + name.name();
        }
        return physical instanceof Primitive
                ? physical.render()
                : physical.getClass().getSimpleName();
    }
}
