package io.preflightguard.schema;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.schema.FieldType.Primitive;
import io.preflightguard.schema.FieldType.Resolution;

/** What a change from one type without parts to another means. Pure and thread-safe. */
public final class TypeChanges {

    private TypeChanges() {}

    /**
     * The type beneath a logical type, which is what Avro stores.
     *
     * @return the type itself if it has no logical type
     */
    public static FieldType physical(FieldType type) {
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

    /** The rule that the change breaks. The types differ, and neither is a struct, a list or a map on both sides. */
    public static Rule rule(FieldType old, FieldType now) {
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
        return !physical(type).equals(type);
    }

    /** Whether Avro reads what lies beneath one as the other, so that only the meaning breaks, without a word. */
    private static boolean sameFamily(FieldType old, FieldType now) {
        FieldType oldBase = physical(old);
        FieldType newBase = physical(now);
        return oldBase.equals(newBase)
                || (isNumber(oldBase) && isNumber(newBase))
                || (isText(oldBase) && isText(newBase))
                || (isBytes(oldBase) && isBytes(newBase));
    }

    private static boolean isNumber(FieldType type) {
        return type == Primitive.INT || type == Primitive.LONG || type == Primitive.FLOAT || type == Primitive.DOUBLE;
    }

    private static boolean isText(FieldType type) {
        return type == Primitive.STRING || type == Primitive.BINARY;
    }

    private static boolean isBytes(FieldType type) {
        return type == Primitive.BINARY || type instanceof FieldType.Fixed;
    }
}
