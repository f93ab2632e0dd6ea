package io.preflightguard.schema.evolution;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.FieldType.Primitive;

/** Which rule a change from one type without parts to another breaks. */
final class TypeChanges {

    private TypeChanges() {}

    static Rule rule(FieldType old, FieldType now) {
        if (isMeaningful(old) || isMeaningful(now)) {
            return sameFamily(old, now) ? RuleCatalog.LOGICAL_TYPE_CHANGED : RuleCatalog.TYPE_CHANGED;
        }
        if (isWidening(old, now)) {
            return RuleCatalog.TYPE_WIDENED;
        }
        if ((old == Primitive.INT && now == Primitive.FLOAT)
                || (old == Primitive.LONG && (now == Primitive.FLOAT || now == Primitive.DOUBLE))) {
            return RuleCatalog.TYPE_PROMOTED_LOSSY;
        }
        if (old == Primitive.INT && now == Primitive.DOUBLE) {
            return RuleCatalog.TYPE_PROMOTED_CROSS_FAMILY;
        }
        boolean stringAndBytes = (old == Primitive.STRING && now == Primitive.BINARY)
                || (old == Primitive.BINARY && now == Primitive.STRING);
        return stringAndBytes ? RuleCatalog.TYPE_STRING_BYTES : RuleCatalog.TYPE_CHANGED;
    }

    private static boolean isWidening(FieldType old, FieldType now) {
        return (old == Primitive.INT && now == Primitive.LONG) || (old == Primitive.FLOAT && now == Primitive.DOUBLE);
    }

    /** Whether a logical type gives the type its meaning. */
    private static boolean isMeaningful(FieldType type) {
        return !Kinds.physical(type).equals(type);
    }

    /** Whether what lies beneath is the same, or read as the same, so that only the meaning breaks. */
    private static boolean sameFamily(FieldType old, FieldType now) {
        FieldType oldBase = Kinds.physical(old);
        FieldType newBase = Kinds.physical(now);
        return oldBase.equals(newBase)
                || (isWhole(oldBase) && isWhole(newBase))
                || (isBytes(oldBase) && isBytes(newBase));
    }

    private static boolean isWhole(FieldType type) {
        return type == Primitive.INT || type == Primitive.LONG;
    }

    private static boolean isBytes(FieldType type) {
        return type == Primitive.BINARY || type instanceof FieldType.Fixed;
    }
}
