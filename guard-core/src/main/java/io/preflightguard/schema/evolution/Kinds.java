package io.preflightguard.schema.evolution;

import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.FieldType.Primitive;
import io.preflightguard.schema.FieldType.Resolution;
import io.preflightguard.schema.TypeName;

/** What Avro takes a type for, its logical type aside. */
final class Kinds {

    private Kinds() {}

    /** The type beneath a logical type. */
    static FieldType physical(FieldType type) {
        if (type instanceof FieldType.Annotated annotated) {
            return physical(annotated.base());
        }
        if (type instanceof FieldType.Decimal decimal) {
            return decimal.encoding() == null ? Primitive.BINARY : decimal.encoding();
        }
        if (type instanceof FieldType.Timestamp) {
            return Primitive.LONG;
        }
        if (type instanceof FieldType.Time time) {
            return time.resolution() == Resolution.MILLIS ? Primitive.INT : Primitive.LONG;
        }
        if (type == Primitive.DATE) {
            return Primitive.INT;
        }
        return type == Primitive.UUID ? Primitive.STRING : type;
    }

    /** By what a branch of one union finds its counterpart in another: its name, or its kind. */
    static String branch(FieldType type) {
        FieldType physical = physical(type);
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
