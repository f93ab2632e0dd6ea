package io.preflightguard.schema;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.schema.FieldType.Primitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares what arrives with what is known, additive-only: every known field arrives again with its type, and what is
 * new is nullable. Collects every change, at every level, in schema order; never stops at the first. Fields are matched
 * by exact name, then by name without case; order does not matter, nor does nullability to a DataFrame: that is counted
 * in its rows.
 *
 * <p>Paths read {@code order.items[].price} through a list and {@code labels{}.text} through a map.
 */
final class SchemaComparison {

    private final SchemaPairing pairing;
    private final List<SchemaChange> changes = new ArrayList<>();

    private SchemaComparison(SchemaPairing pairing) {
        this.pairing = pairing;
    }

    /**
     * Every difference that matters when {@code incoming} is written where {@code known} rules.
     *
     * @return the changes in schema order; empty if the incoming schema fits
     */
    static List<SchemaChange> additiveOnly(SchemaPairing pairing, TableSchema known, TableSchema incoming) {
        SchemaComparison comparison = new SchemaComparison(pairing);
        comparison.compareFields("", known.fields(), incoming.fields());
        return List.copyOf(comparison.changes);
    }

    private void compareFields(String parent, List<Field> known, List<Field> incoming) {
        Map<String, Field> exact = new HashMap<>();
        Map<String, Field> folded = new HashMap<>();
        incoming.forEach(field -> {
            exact.putIfAbsent(field.name(), field);
            folded.putIfAbsent(fold(field.name()), field);
        });
        Set<Field> matched = Collections.newSetFromMap(new IdentityHashMap<>()); // two alike are two
        for (Field field : known) {
            String path = parent + field.name();
            Field same = exact.get(field.name());
            Field similar = folded.get(fold(field.name()));
            if (same != null) {
                matched.add(same);
                compareNullability(path, field, same);
                compareTypes(path, field.type(), same.type());
            } else if (similar != null) {
                matched.add(similar);
                add(RuleCatalog.FIELD_CASE_CHANGED, path, field.name(), similar.name());
                compareTypes(path, field.type(), similar.type());
            } else {
                add(
                        pairing == SchemaPairing.CONTRACT_AND_TABLE
                                ? RuleCatalog.TABLE_COLUMN_UNDECLARED
                                : RuleCatalog.FIELD_REMOVED,
                        path,
                        field.type().render(),
                        "absent");
            }
        }
        Map<String, Field> named = new HashMap<>();
        matched.forEach(field -> named.put(fold(field.name()), field));
        for (Field field : incoming) {
            if (!matched.contains(field)) {
                Field twin = named.putIfAbsent(fold(field.name()), field);
                if (twin == null) {
                    added(parent, field);
                } else {
                    add(RuleCatalog.FIELD_CASE_COLLISION, parent + field.name(), twin.name(), field.name());
                }
            }
        }
    }

    private void added(String parent, Field field) {
        String path = parent + field.name();
        String type = field.type().render() + (field.nullable() ? "" : " not null");
        add(addition(field), path, "absent", type);
    }

    private Rule addition(Field field) {
        if (pairing == SchemaPairing.INPUT_AND_CONTRACT) {
            return RuleCatalog.FIELD_UNDECLARED;
        }
        if (field.nullable()) {
            return RuleCatalog.FIELD_ADDED_OPTIONAL;
        }
        return field.declaration().defaultValue() == null
                ? RuleCatalog.FIELD_ADDED_REQUIRED
                : RuleCatalog.FIELD_ADDED_NOT_NULLABLE_WITH_DEFAULT;
    }

    private void compareNullability(String path, Field known, Field incoming) {
        if (pairing == SchemaPairing.CONTRACT_AND_TABLE && known.nullable() && !incoming.nullable()) {
            add(RuleCatalog.TABLE_NULLABLE_CONTRACT_REQUIRED, path, "nullable", "required");
        }
    }

    private void compareTypes(String path, FieldType knownType, FieldType incomingType) {
        FieldType known = EngineTypes.asSparkSees(knownType);
        FieldType incoming = EngineTypes.asSparkSees(incomingType);
        if (known instanceof FieldType.Struct oldStruct && incoming instanceof FieldType.Struct newStruct) {
            compareFields(path + ".", oldStruct.fields(), newStruct.fields());
        } else if (known instanceof FieldType.Array oldArray && incoming instanceof FieldType.Array newArray) {
            compareTypes(path + "[]", oldArray.element(), newArray.element());
        } else if (known instanceof FieldType.Map oldMap && incoming instanceof FieldType.Map newMap) {
            compareTypes(path + "{key}", oldMap.key(), newMap.key());
            compareTypes(path + "{}", oldMap.value(), newMap.value());
        } else if (known instanceof FieldType.Decimal oldDecimal && incoming instanceof FieldType.Decimal newDecimal) {
            compareDecimals(path, oldDecimal, newDecimal);
        } else if (!known.equals(incoming)) {
            add(rule(known, incoming), path, knownType.render(), incomingType.render());
        }
    }

    private void compareDecimals(String path, FieldType.Decimal known, FieldType.Decimal incoming) {
        if (known.scale() != incoming.scale()) {
            add(RuleCatalog.DECIMAL_SCALE_CHANGED, path, known.render(), incoming.render());
        } else if (known.precision() > incoming.precision()) {
            add(RuleCatalog.DECIMAL_PRECISION_NARROWED, path, known.render(), incoming.render());
        } else if (known.precision() < incoming.precision()) {
            add(RuleCatalog.DECIMAL_PRECISION_WIDENED, path, known.render(), incoming.render());
        }
    }

    private static Rule rule(FieldType known, FieldType incoming) {
        if (isNarrower(known, incoming)) {
            return RuleCatalog.TYPE_NARROWED;
        }
        return isTemporal(known) || isTemporal(incoming)
                ? RuleCatalog.LOGICAL_TYPE_CHANGED
                : TypeChanges.rule(known, incoming);
    }

    /** A number of the same family with less room, which Hudi casts back. */
    private static boolean isNarrower(FieldType known, FieldType incoming) {
        return (known == Primitive.LONG && incoming == Primitive.INT)
                || (known == Primitive.DOUBLE && incoming == Primitive.FLOAT);
    }

    private static boolean isTemporal(FieldType type) {
        return type == Primitive.DATE || type instanceof FieldType.Timestamp || type instanceof FieldType.Time;
    }

    private void add(Rule rule, String path, String oldType, String newType) {
        changes.add(new SchemaChange(rule, path, oldType, newType));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
