package io.preflightguard.schema.evolution;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.SchemaChange;
import io.preflightguard.schema.TypeChanges;
import io.preflightguard.schema.TypeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every difference between two versions of a contract, at every level, in the order of the old version; never stops at
 * the first. Fields are matched by exact name, then by alias, then by name without case; branches of unions by name or
 * kind. What differs in docs, sort orders and custom properties is no difference.
 *
 * <p>Paths read {@code order.items[].price} through a list and {@code labels{}.text} through a map; the root is empty.
 */
final class EvolutionComparison {

    private static final int SYMBOLS_SHOWN = 8;

    private final DeclaredSchema before;
    private final DeclaredSchema after;
    private final List<SchemaChange> changes = new ArrayList<>();

    /** Whether what is being compared is a branch of a union on either side. */
    private boolean inUnion;

    /** Pairs of types that contain themselves and have been compared, or are being compared. */
    private final Set<List<String>> visited = new HashSet<>();

    private final boolean namesPromotions;

    private EvolutionComparison(DeclaredSchema before, DeclaredSchema after, boolean namesPromotions) {
        this.before = before;
        this.after = after;
        this.namesPromotions = namesPromotions;
    }

    /**
     * Compares two versions.
     *
     * @param namesPromotions whether a branch of a union that is gone also gives what its values are now read as; where
     *     the lost branch alone is not what decides
     */
    static List<SchemaChange> between(DeclaredSchema before, DeclaredSchema after, boolean namesPromotions) {
        EvolutionComparison comparison = new EvolutionComparison(before, after, namesPromotions);
        comparison.compare(
                "", new Slot(before.root(), before.nullable(), 0), new Slot(after.root(), after.nullable(), 0));
        return List.copyOf(comparison.changes);
    }

    /** A place that holds a value: a field, an element, a map's value, the root. */
    private record Slot(FieldType type, boolean nullable, int line) {
        boolean isUnion() {
            return nullable || type instanceof FieldType.Union;
        }

        String render() {
            return type.render() + (nullable && type != FieldType.Primitive.VOID ? " nullable" : "");
        }
    }

    private void compare(String path, Slot old, Slot now) {
        boolean unions = old.type() instanceof FieldType.Union || now.type() instanceof FieldType.Union;
        boolean nulls = old.type() == FieldType.Primitive.VOID || now.type() == FieldType.Primitive.VOID;
        if (!nulls && old.nullable() && !now.nullable()) {
            add(
                    RuleCatalog.NULLABILITY_TIGHTENED,
                    path,
                    old.render(),
                    now.type().render() + " not null",
                    now.line());
        } else if (!nulls && !old.nullable() && now.nullable()) {
            add(RuleCatalog.NULLABILITY_LOOSENED, path, old.type().render() + " not null", now.render(), now.line());
        }
        boolean around = inUnion;
        inUnion = old.isUnion() || now.isUnion();
        if (unions) {
            compareUnions(path, branches(old.type()), branches(now.type()), now.line());
        } else {
            compareTypes(path, old.type(), now.type(), now.line());
        }
        inUnion = around;
    }

    private static List<FieldType> branches(FieldType type) {
        return type instanceof FieldType.Union union ? union.branches() : List.of(type);
    }

    private void compareUnions(String path, List<FieldType> old, List<FieldType> now, int line) {
        List<Integer> positions = new ArrayList<>();
        for (FieldType branch : old) {
            int position = Branches.position(branch, now, positions);
            if (position < 0) {
                add(RuleCatalog.UNION_BRANCH_REMOVED, path, branch.render(), "absent", line);
                readAsAnother(path, branch, now, line);
            } else {
                positions.add(position);
                compareTypes(path, branch, now.get(position), line);
            }
        }
        for (int i = 0; i < now.size(); i++) {
            if (!positions.contains(i)) {
                add(RuleCatalog.UNION_BRANCH_ADDED, path, "absent", now.get(i).render(), line);
            }
        }
        if (!isAscending(positions)) {
            add(
                    RuleCatalog.UNION_REORDERED,
                    path,
                    new FieldType.Union(old).render(),
                    new FieldType.Union(now).render(),
                    line);
        }
    }

    /** Avro reads a value without a branch of its own as the first that takes it, and says nothing. */
    private void readAsAnother(String path, FieldType branch, List<FieldType> now, int line) {
        if (!namesPromotions) {
            return; // the lost branch says enough
        }
        now.stream()
                .filter(other -> AvroResolution.isPromoted(TypeChanges.physical(branch), TypeChanges.physical(other)))
                .findFirst()
                .ifPresent(other -> add(TypeChanges.rule(branch, other), path, branch.render(), other.render(), line));
    }

    private static boolean isAscending(List<Integer> positions) {
        for (int i = 1; i < positions.size(); i++) {
            if (positions.get(i) < positions.get(i - 1)) {
                return false;
            }
        }
        return true;
    }

    private void compareTypes(String path, FieldType old, FieldType now, int line) {
        if (old instanceof FieldType.Reference || now instanceof FieldType.Reference) {
            compareTypes(path, before.resolve(old), after.resolve(now), line);
        } else if (old instanceof FieldType.Struct oldStruct && now instanceof FieldType.Struct newStruct) {
            compareStructs(path, oldStruct, newStruct, line);
        } else if (old instanceof FieldType.Array oldArray && now instanceof FieldType.Array newArray) {
            compare(
                    path + "[]",
                    new Slot(oldArray.element(), oldArray.elementNullable(), line),
                    new Slot(newArray.element(), newArray.elementNullable(), line));
        } else if (old instanceof FieldType.Map oldMap && now instanceof FieldType.Map newMap) {
            compare(
                    path + "{}",
                    new Slot(oldMap.value(), oldMap.valueNullable(), line),
                    new Slot(newMap.value(), newMap.valueNullable(), line));
        } else if (old instanceof FieldType.Enumeration oldEnum && now instanceof FieldType.Enumeration newEnum) {
            compareNames(path, old, now, line);
            compareEnums(path, oldEnum, newEnum, line);
        } else if (old instanceof FieldType.Fixed oldFixed && now instanceof FieldType.Fixed newFixed) {
            compareNames(path, old, now, line);
            compareSizes(path, oldFixed, newFixed, line);
        } else if (old instanceof FieldType.Decimal oldDecimal && now instanceof FieldType.Decimal newDecimal) {
            compareDecimals(path, oldDecimal, newDecimal, line);
        } else if (old instanceof FieldType.Annotated || now instanceof FieldType.Annotated) {
            compareAnnotated(path, old, now, line);
        } else if (!old.equals(now)) {
            if (TypeChanges.physical(old).getClass()
                    == TypeChanges.physical(now).getClass()) {
                compareNames(path, old, now, line);
            }
            add(TypeChanges.rule(old, now), path, old.render(), now.render(), line);
        }
    }

    private void compareStructs(String path, FieldType.Struct old, FieldType.Struct now, int line) {
        String oldName = old.name() == null ? "" : old.name().fullName();
        String newName = now.name() == null ? "" : now.name().fullName();
        // One side is enough: an endless walk meets some pair again, whichever side goes around.
        boolean endless =
                before.recursive().containsKey(oldName) || after.recursive().containsKey(newName);
        if (endless && !visited.add(List.of(oldName, newName))) {
            return;
        }
        compareNames(path, old, now, line);
        FieldsComparison fields = FieldsComparison.of(path, old.fields(), now.fields());
        changes.addAll(fields.changes());
        fields.matches()
                .forEach(match -> compare(
                        match.path(),
                        new Slot(match.before().type(), match.before().nullable(), 0),
                        new Slot(
                                match.after().type(),
                                match.after().nullable(),
                                match.after().declaration().line())));
    }

    private void compareNames(String path, FieldType old, FieldType now, int line) {
        TypeName oldName = FieldType.nameOf(old);
        TypeName newName = FieldType.nameOf(now);
        if (oldName == null || newName == null) {
            return;
        }
        if (!oldName.name().equals(newName.name())) {
            add(RuleCatalog.NAMED_TYPE_RENAMED, path, oldName.fullName(), newName.fullName(), line);
        } else if (!oldName.namespace().equals(newName.namespace())) {
            // Avro finds a record among branches by its short name, an enum or fixed only by its full one.
            boolean lost = inUnion && !(old instanceof FieldType.Struct);
            add(
                    lost ? RuleCatalog.UNION_BRANCH_NAMESPACE_CHANGED : RuleCatalog.NAMESPACE_CHANGED,
                    path,
                    oldName.fullName(),
                    newName.fullName(),
                    line);
        }
    }

    private void compareEnums(String path, FieldType.Enumeration old, FieldType.Enumeration now, int line) {
        List<String> removed = new ArrayList<>(old.symbols());
        removed.removeAll(now.symbols());
        List<String> added = new ArrayList<>(now.symbols());
        added.removeAll(old.symbols());
        if (!removed.isEmpty()) {
            add(RuleCatalog.ENUM_SYMBOL_REMOVED, path, symbols(removed), "absent", line);
        }
        if (!added.isEmpty()) {
            add(RuleCatalog.ENUM_SYMBOL_ADDED, path, "absent", symbols(added), line);
        }
        if (removed.isEmpty() && added.isEmpty() && !old.symbols().equals(now.symbols())) {
            add(RuleCatalog.ENUM_REORDERED, path, old.render(), now.render(), line);
        }
        if (!Objects.equals(old.fallback(), now.fallback())) {
            add(RuleCatalog.ENUM_DEFAULT_CHANGED, path, shownDefault(old), shownDefault(now), line);
        }
    }

    private static String shownDefault(FieldType.Enumeration type) {
        return type.fallback() == null ? "no default" : "default " + type.fallback();
    }

    private static String symbols(List<String> symbols) {
        String shown = symbols.stream().limit(SYMBOLS_SHOWN).collect(Collectors.joining(", ", "symbol ", ""));
        return symbols.size() > SYMBOLS_SHOWN ? shown + ", ... " + symbols.size() + " symbols" : shown;
    }

    private void compareSizes(String path, FieldType.Fixed old, FieldType.Fixed now, int line) {
        if (old.size() != now.size()) {
            add(RuleCatalog.FIXED_SIZE_CHANGED, path, old.render(), now.render(), line);
        }
    }

    private void compareDecimals(String path, FieldType.Decimal old, FieldType.Decimal now, int line) {
        if (old.encoding() instanceof FieldType.Fixed oldFixed && now.encoding() instanceof FieldType.Fixed newFixed) {
            compareNames(path, oldFixed, newFixed, line);
            compareSizes(path, oldFixed, newFixed, line);
        } else if (old.encoding() != null
                && now.encoding() != null
                && !old.encoding().equals(now.encoding())) {
            add(
                    RuleCatalog.DECIMAL_ENCODING_CHANGED,
                    path,
                    old.render() + " in " + old.encoding().render(),
                    now.render() + " in " + now.encoding().render(),
                    line);
        }
        if (old.scale() != now.scale()) {
            add(RuleCatalog.DECIMAL_SCALE_CHANGED, path, old.render(), now.render(), line);
        } else if (old.precision() > now.precision()) {
            add(RuleCatalog.DECIMAL_PRECISION_NARROWED, path, old.render(), now.render(), line);
        } else if (old.precision() < now.precision()) {
            add(RuleCatalog.DECIMAL_PRECISION_WIDENED, path, old.render(), now.render(), line);
        }
    }

    private void compareAnnotated(String path, FieldType old, FieldType now, int line) {
        String oldMark = old instanceof FieldType.Annotated annotated ? annotated.logicalType() : "";
        String newMark = now instanceof FieldType.Annotated annotated ? annotated.logicalType() : "";
        FieldType oldBase = old instanceof FieldType.Annotated annotated ? annotated.base() : old;
        FieldType newBase = now instanceof FieldType.Annotated annotated ? annotated.base() : now;
        boolean sameBase = TypeChanges.physical(oldBase).equals(TypeChanges.physical(newBase));
        if (!oldMark.equals(newMark) && sameBase) {
            add(RuleCatalog.LOGICAL_TYPE_CHANGED, path, old.render(), now.render(), line);
        } else {
            compareTypes(path, oldBase, newBase, line);
        }
    }

    private void add(Rule rule, String path, String old, String now, int line) {
        changes.add(new SchemaChange(rule, path, old, now, line));
    }
}
