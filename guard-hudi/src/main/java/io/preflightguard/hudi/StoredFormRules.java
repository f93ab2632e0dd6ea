package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.hudi.table.StoredForms;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges how lists and decimals are stored: a bulk_insert by rows stores them in forms that Hudi 0.15.0 and 1.0.2 misread
 * when they rewrite the file. Pure.
 */
final class StoredFormRules {

    static final String CHECK = "table: how lists and decimals are stored";

    private static final String WAY_OUT = "hoodie.datasource.write.row.writer.enable=false";

    private StoredFormRules() {}

    /** Whether the schema has anything that could be stored in two ways. */
    static boolean concerns(TableSchema schema) {
        return schema.fields().stream().anyMatch(field -> hasList(field.type()) || hasSmallDecimal(field.type()));
    }

    /** Judges what a write would rewrite. */
    static CheckResult stored(StoredForms forms) {
        List<Finding> findings = new ArrayList<>();
        forms.lists()
                .forEach(column -> findings.add(misread(
                        column,
                        "a bulk_insert stored this list in Parquet's legacy form; rewriting its file loses the list"
                                + " without a word on Hudi 0.15 and fails on 1.0",
                        "a legacy list")));
        forms.decimals()
                .forEach(column -> findings.add(misread(
                        column,
                        "a bulk_insert stored this decimal as an integer; rewriting its file reads it without its"
                                + " scale, 1.45 as 145.00",
                        "an integer")));
        return new CheckResult(CHECK, Outcome.of("the footers of " + forms.files() + " base files", findings));
    }

    private static Finding misread(String column, String consequence, String seen) {
        return Finding.of(
                RuleCatalog.STORED_FORM_MISREAD,
                column,
                consequence,
                new Described(seen),
                new Limit(new Described("as Avro stores it"), "Hudi"),
                "Write the table anew by insert, or by bulk_insert with " + WAY_OUT + ".");
    }

    /** Judges what a bulk_insert would leave behind for a later upsert. */
    static CheckResult left(HudiWrite write, TableSchema input) {
        boolean smallDecimals = input.fields().stream().anyMatch(field -> hasSmallDecimal(field.type()));
        boolean legacy = write.writesLegacyParquet(smallDecimals);
        List<Finding> findings = new ArrayList<>();
        if (write.writesRowsAsSparkDoes()) {
            input.fields().forEach(field -> {
                if (legacy && hasList(field.type())) {
                    findings.add(later(field.name(), "a later upsert loses this list on Hudi 0.15 and fails on 1.0"));
                } else if (!legacy && hasSmallDecimal(field.type())) {
                    findings.add(
                            later(field.name(), "a later upsert reads this decimal without its scale, 1.45 as 145.00"));
                }
            });
        }
        return new CheckResult(CHECK, Outcome.of("the columns that this write stores", findings));
    }

    private static Finding later(String column, String consequence) {
        return Finding.of(
                RuleCatalog.BULK_INSERT_MISREAD_LATER,
                column,
                consequence,
                new Described("stored by Spark"),
                new Limit(new Described("as Avro stores it"), "Hudi"),
                "Set " + WAY_OUT + ", unless nothing but bulk_insert ever writes to the table.");
    }

    /** Whether it has a list whose elements may be null; Spark's form of others is Avro's. */
    private static boolean hasList(FieldType type) {
        if (type instanceof FieldType.Struct struct) {
            return struct.fields().stream().anyMatch(field -> hasList(field.type()));
        }
        if (type instanceof FieldType.Array array) {
            return array.elementNullable() || hasList(array.element());
        }
        return type instanceof FieldType.Map map && hasList(map.value());
    }

    /** Whether Spark may store a decimal in it as an int or a long. */
    private static boolean hasSmallDecimal(FieldType type) {
        if (type instanceof FieldType.Struct struct) {
            return struct.fields().stream().anyMatch(field -> hasSmallDecimal(field.type()));
        }
        if (type instanceof FieldType.Array array) {
            return hasSmallDecimal(array.element());
        }
        if (type instanceof FieldType.Map map) {
            return hasSmallDecimal(map.value());
        }
        return type instanceof FieldType.Decimal decimal && decimal.precision() <= 18;
    }
}
