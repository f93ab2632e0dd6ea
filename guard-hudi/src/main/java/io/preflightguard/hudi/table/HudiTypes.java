package io.preflightguard.hudi.table;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.TableSchema;
import io.preflightguard.schema.avro.AvroNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Judges whether Hudi can store the names and types of the input, whatever the table holds so far. Pure. */
public final class HudiTypes {

    private HudiTypes() {}

    /** One finding for each field, at any level, whose name or type no Hudi table stores. */
    public static CheckResult judge(TableSchema input) {
        List<Finding> findings = new ArrayList<>();
        visitFields("", input.fields(), findings);
        return new CheckResult(
                "schema: types that Hudi stores",
                Outcome.of(Unit.COUNT.format(input.fieldCount()) + " incoming fields", findings));
    }

    private static void visitFields(String parent, List<Field> fields, List<Finding> findings) {
        Map<String, String> folded = new HashMap<>();
        for (Field field : fields) {
            String twin = folded.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name());
            if (twin != null) {
                String path = parent + field.name();
                findings.add(Finding.of(
                        RuleCatalog.FIELD_CASE_COLLISION,
                        path.isBlank() ? "(a name of blanks)" : path,
                        twin.equals(field.name())
                                ? "two fields have this name, and the write fails"
                                : "two fields differ only in case, and Hudi fails because a name matches both",
                        new Described(twin + ", " + field.name()),
                        new Limit(new Described("one field of a name"), "Hudi"),
                        "Rename or drop one of them before the write."));
            }
            visit(parent, field, findings);
        }
    }

    private static void visit(String parent, Field field, List<Finding> findings) {
        String path = parent + field.name();
        if (!AvroNames.isLegal(field.name())) {
            findings.add(Finding.of(
                    RuleCatalog.FIELD_NAME_ILLEGAL,
                    path.isBlank() ? "(a name of blanks)" : path,
                    "is no name in Avro, where a name is made of letters, digits and _ and starts with no digit: the"
                            + " write fails",
                    new Described("'" + field.name() + "'"),
                    new Limit(new Described("an Avro name"), "Hudi"),
                    "Rename the column before the write."));
        }
        visit(path, field.type(), findings);
    }

    private static void visit(String path, FieldType type, List<Finding> findings) {
        if (type instanceof FieldType.Struct struct) {
            visitFields(path + ".", struct.fields(), findings);
        } else if (type instanceof FieldType.Array array) {
            visit(path + "[]", array.element(), findings);
        } else if (type instanceof FieldType.Map map) {
            if (map.key() != FieldType.Primitive.STRING) {
                findings.add(unsupported(path, type, "Cast the keys to string before the write."));
            }
            visit(path + "{}", map.value(), findings);
        } else if (type instanceof FieldType.Timestamp timestamp && !timestamp.zoned()) {
            findings.add(unsupported(path, type, "Cast the column to timestamp before the write."));
        } else if (type == FieldType.Primitive.VOID) {
            findings.add(unsupported(path, type, "Cast the column to the type it is meant to have before the write."));
        } else if (type instanceof FieldType.Other) {
            findings.add(unsupported(path, type, "Convert the column to a number or a string before the write."));
        }
    }

    private static Finding unsupported(String path, FieldType type, String fix) {
        return Finding.of(
                RuleCatalog.TYPE_UNSUPPORTED,
                path,
                "is a " + type.render() + ", which Hudi cannot store: the write fails",
                new Described(type.render()),
                new Limit(new Described("a type that Avro and Hudi share"), "Hudi"),
                fix);
    }
}
