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
import java.util.ArrayList;
import java.util.List;

/** Judges whether Hudi can store the types of the input, whatever the table holds so far. Pure. */
public final class HudiTypes {

    private HudiTypes() {}

    /** One finding for each field, at any level, whose type no Hudi table stores. */
    public static CheckResult judge(TableSchema input) {
        List<Finding> findings = new ArrayList<>();
        input.fields().forEach(field -> visit(field.name(), field.type(), findings));
        return new CheckResult(
                "schema: types that Hudi stores",
                Outcome.of(Unit.COUNT.format(input.fieldCount()) + " incoming fields", findings));
    }

    private static void visit(String path, FieldType type, List<Finding> findings) {
        if (type instanceof FieldType.Struct struct) {
            for (Field field : struct.fields()) {
                visit(path + "." + field.name(), field.type(), findings);
            }
        } else if (type instanceof FieldType.Array array) {
            visit(path + "[]", array.element(), findings);
        } else if (type instanceof FieldType.Map map) {
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
