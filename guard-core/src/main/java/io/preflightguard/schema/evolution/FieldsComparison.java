package io.preflightguard.schema.evolution;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.schema.Declaration;
import io.preflightguard.schema.Field;
import io.preflightguard.schema.SchemaChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields of one record are still there, and what became of the others. */
final class FieldsComparison {

    private final String parent;
    private final List<Field> old;
    private final List<Field> now;
    private final List<SchemaChange> changes = new ArrayList<>();
    private final List<Match> matches = new ArrayList<>();

    /** A field of both versions. */
    record Match(String path, Field before, Field after) {}

    private FieldsComparison(String path, List<Field> old, List<Field> now) {
        this.parent = path.isEmpty() ? "" : path + ".";
        this.old = old;
        this.now = now;
    }

    static FieldsComparison of(String path, List<Field> old, List<Field> now) {
        FieldsComparison comparison = new FieldsComparison(path, old, now);
        Set<Field> kept = comparison.match();
        comparison.reordered(path);
        comparison.added(kept);
        comparison.aliases();
        return comparison;
    }

    List<SchemaChange> changes() {
        return changes;
    }

    List<Match> matches() {
        return matches;
    }

    private Set<Field> match() {
        Map<String, Field> exact = new HashMap<>();
        Map<String, Field> folded = new HashMap<>();
        Map<String, Field> aliased = new HashMap<>();
        Set<String> oldNames = new HashSet<>();
        old.forEach(field -> oldNames.add(field.name()));
        for (Field field : now) {
            exact.put(field.name(), field);
            if (!oldNames.contains(field.name())) {
                folded.putIfAbsent(fold(field.name()), field);
                field.declaration().aliases().forEach(alias -> aliased.putIfAbsent(alias, field));
            }
        }
        Set<Field> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Field field : old) {
            Field same = exact.get(field.name());
            Field renamed = unless(kept, aliased.get(field.name()));
            Field similar = unless(kept, folded.get(fold(field.name())));
            if (same != null) {
                match(kept, field, same);
                declared(field, same);
            } else if (renamed != null) {
                add(RuleCatalog.FIELD_RENAMED, renamed.name(), field.name(), renamed.name(), renamed);
                match(kept, field, renamed);
            } else if (similar != null) {
                add(RuleCatalog.FIELD_CASE_CHANGED, similar.name(), field.name(), similar.name(), similar);
                match(kept, field, similar);
            } else {
                changes.add(new SchemaChange(
                        RuleCatalog.FIELD_REMOVED,
                        parent + field.name(),
                        field.type().render(),
                        "absent",
                        0));
            }
        }
        return kept;
    }

    private static @Nullable Field unless(Set<Field> kept, @Nullable Field field) {
        return field == null || kept.contains(field) ? null : field;
    }

    private void match(Set<Field> kept, Field before, Field after) {
        kept.add(after);
        matches.add(new Match(parent + after.name(), before, after));
    }

    private void declared(Field before, Field after) {
        Declaration old = before.declaration();
        Declaration now = after.declaration();
        if (old.defaultValue() == null && now.defaultValue() != null) {
            add(RuleCatalog.FIELD_DEFAULT_ADDED, after.name(), "no default", shown(now), after);
        } else if (old.defaultValue() != null && now.defaultValue() == null) {
            add(RuleCatalog.FIELD_DEFAULT_REMOVED, after.name(), shown(old), "no default", after);
        } else if (old.defaultValue() != null && !old.defaultValue().equals(now.defaultValue())) {
            add(RuleCatalog.FIELD_DEFAULT_CHANGED, after.name(), shown(old), shown(now), after);
        }
        if (before.nullable() && after.nullable() && old.nullFirst() != now.nullFirst()) {
            add(
                    RuleCatalog.UNION_NULL_MOVED,
                    after.name(),
                    old.nullFirst() ? "null first" : "null last",
                    now.nullFirst() ? "null first" : "null last",
                    after);
        }
    }

    private static String shown(Declaration declaration) {
        return "default " + declaration.defaultValue();
    }

    private void reordered(String path) {
        IdentityHashMap<Field, Integer> position = new IdentityHashMap<>();
        for (int i = 0; i < now.size(); i++) {
            position.put(now.get(i), i);
        }
        int last = -1;
        for (Match match : matches) {
            int at = position.getOrDefault(match.after(), -1);
            if (at < last) {
                changes.add(new SchemaChange(
                        RuleCatalog.FIELD_REORDERED,
                        path,
                        match.before().name() + " after " + now.get(last).name(),
                        match.after().name() + " before " + now.get(last).name(),
                        match.after().declaration().line()));
                return;
            }
            last = at;
        }
    }

    private void added(Set<Field> kept) {
        Map<String, Field> known = new HashMap<>();
        kept.forEach(field -> known.put(fold(field.name()), field));
        for (Field field : now) {
            if (!kept.contains(field)) {
                Field twin = known.putIfAbsent(fold(field.name()), field);
                if (twin != null) {
                    add(RuleCatalog.FIELD_CASE_COLLISION, field.name(), twin.name(), field.name(), field);
                }
                add(
                        addition(field),
                        field.name(),
                        "absent",
                        field.type().render()
                                + (field.nullable() ? " nullable" : " not null")
                                + (field.declaration().defaultValue() == null ? "" : " " + shown(field.declaration())),
                        field);
            }
        }
    }

    private static Rule addition(Field field) {
        boolean hasDefault = field.declaration().defaultValue() != null;
        if (!field.nullable()) {
            return hasDefault ? RuleCatalog.FIELD_ADDED_NOT_NULLABLE_WITH_DEFAULT : RuleCatalog.FIELD_ADDED_REQUIRED;
        }
        if (!hasDefault) {
            return RuleCatalog.FIELD_ADDED_OPTIONAL_NO_DEFAULT;
        }
        return field.declaration().defaultsToNull()
                ? RuleCatalog.FIELD_ADDED_OPTIONAL
                : RuleCatalog.FIELD_ADDED_OPTIONAL_NONNULL_DEFAULT;
    }

    /** Avro then has two fields to read one old field into, and throws; even where both versions say so. */
    private void aliases() {
        Set<String> names = new HashSet<>();
        now.forEach(field -> names.add(field.name()));
        for (Field field : now) {
            field.declaration().aliases().stream()
                    .filter(names::contains) // its own name included: Avro counts it twice
                    .sorted()
                    .forEach(alias -> add(
                            RuleCatalog.FIELD_ALIAS_COLLISION,
                            field.name(),
                            "field " + alias,
                            field.name() + " with alias " + alias,
                            field));
        }
    }

    private void add(Rule rule, String name, String oldText, String newText, Field field) {
        changes.add(new SchemaChange(
                rule, parent + name, oldText, newText, field.declaration().line()));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
