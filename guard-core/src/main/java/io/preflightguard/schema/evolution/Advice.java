package io.preflightguard.schema.evolution;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.schema.SchemaChange;
import java.util.Map;

/** What each change of a contract does, and what to do instead; measured with Avro 1.11 and 1.12 and Hudi 0.15.0 and 1.0.2. */
final class Advice {

    private static final Map<Rule, Words> WORDS = Map.ofEntries(
            advice(
                    RuleCatalog.DECIMAL_ENCODING_CHANGED,
                    "readers of the other form cannot read the digits",
                    "Keep the decimal in the type it was stored in"),
            advice(
                    RuleCatalog.DECIMAL_PRECISION_NARROWED,
                    "stored values may have more digits than the new type holds",
                    "Keep the precision, or add a new field"),
            advice(
                    RuleCatalog.DECIMAL_PRECISION_WIDENED,
                    "readers with the old type fail on longer values, and Hudi 0.15 and 1.0 refuse a decimal whose bytes grow",
                    "Add a new field with the wider type, or use level additive-widening where every table and reader can take it"),
            advice(
                    RuleCatalog.DECIMAL_SCALE_CHANGED,
                    "stored values are read with the wrong scale: 123.45 becomes 1.2345",
                    "Keep the scale, or add a new field"),
            advice(
                    RuleCatalog.ENUM_DEFAULT_CHANGED,
                    "unknown symbols are read as another one than before",
                    "Keep the default of the enum"),
            advice(
                    RuleCatalog.ENUM_REORDERED,
                    "symbols are stored by name in Hudi and resolved by name in Avro",
                    "Nothing to do"),
            advice(
                    RuleCatalog.ENUM_SYMBOL_ADDED,
                    "readers of the old schema fail on the new symbol, or take it for the default they have",
                    "Update every reader first and accept the finding until then, or use a string"),
            advice(
                    RuleCatalog.ENUM_SYMBOL_REMOVED,
                    "stored symbols can no longer be read, or are silently read as the default",
                    "Keep the symbol and stop writing it"),
            advice(
                    RuleCatalog.FIELD_ADDED_NOT_NULLABLE_WITH_DEFAULT,
                    "Hudi drops Avro defaults, so the write fails for a field that older rows do not have",
                    "Make it nullable with default null: \"type\": [\"null\", ...], \"default\": null"),
            advice(
                    RuleCatalog.FIELD_ADDED_OPTIONAL,
                    "a nullable field is added; older rows read null",
                    "Nothing to do if this is intended"),
            advice(
                    RuleCatalog.FIELD_ADDED_OPTIONAL_NONNULL_DEFAULT,
                    "Hudi stores null for older rows, not the default",
                    "Let the default be null, and fill the value in where it is read"),
            advice(
                    RuleCatalog.FIELD_ADDED_OPTIONAL_NO_DEFAULT,
                    "Avro cannot read older records, which do not have the field",
                    "Add \"default\": null"),
            advice(
                    RuleCatalog.FIELD_ADDED_REQUIRED,
                    "older rows have no value for it, and Hudi refuses the write",
                    "Make it nullable with default null: \"type\": [\"null\", ...], \"default\": null"),
            advice(
                    RuleCatalog.FIELD_ALIAS_COLLISION,
                    "two fields claim the same old field, and Avro throws when it reads",
                    "Remove the alias"),
            advice(
                    RuleCatalog.FIELD_CASE_CHANGED,
                    "Avro and Parquet take it for another field, so old values read as null",
                    "Write the name as before"),
            advice(
                    RuleCatalog.FIELD_CASE_COLLISION,
                    "two fields differ only in case, and Hudi fails because a name matches both",
                    "Give the new field another name"),
            advice(
                    RuleCatalog.FIELD_DEFAULT_ADDED,
                    "readers of records without the field now get the default",
                    "Nothing to do"),
            advice(
                    RuleCatalog.FIELD_DEFAULT_CHANGED,
                    "records without the field are read as another value than before",
                    "Keep the default"),
            advice(
                    RuleCatalog.FIELD_DEFAULT_REMOVED,
                    "records older than the field can no longer be read",
                    "Keep the default"),
            advice(
                    RuleCatalog.FIELD_REMOVED,
                    "a known field is gone: Hudi refuses the write, or overwrites its values with null",
                    "Keep the field; if it has no value any more, let it be null"),
            advice(
                    RuleCatalog.FIELD_RENAMED,
                    "Hudi, Spark and Parquet ignore aliases: the old column is missing and a new one appears",
                    "Keep the old name, or add the new one as a further nullable field"),
            advice(
                    RuleCatalog.FIELD_REORDERED,
                    "Hudi 0.15 moves the columns of the table along",
                    "Keep the order, and add new fields at the end"),
            advice(
                    RuleCatalog.FIXED_SIZE_CHANGED,
                    "stored bytes do not have the new size",
                    "Keep the size, or add a new field"),
            advice(
                    RuleCatalog.LOGICAL_TYPE_CHANGED,
                    "stored values keep their bytes and change their meaning",
                    "Keep the logical type, or add a new field"),
            advice(
                    RuleCatalog.NAMED_TYPE_RENAMED,
                    "Avro matches types by name and cannot read older records",
                    "Keep the name of the type"),
            advice(
                    RuleCatalog.NAMESPACE_CHANGED,
                    "subjects by record name change, and Hudi compares full names with hoodie.avro.schema.validate=true",
                    "Keep the namespace"),
            advice(
                    RuleCatalog.NULLABILITY_LOOSENED,
                    "readers that expect a value fail on null",
                    "Let it stay required, or use level additive-widening where every reader can take null"),
            advice(RuleCatalog.NULLABILITY_TIGHTENED, "stored nulls can no longer be read", "Leave it nullable"),
            advice(
                    RuleCatalog.TYPE_CHANGED,
                    "stored values cannot be read as the new type",
                    "Keep the type, and put the new form in a further nullable field"),
            advice(
                    RuleCatalog.TYPE_PROMOTED_CROSS_FAMILY,
                    "a whole number becomes a floating one, which readers of the old type and Iceberg refuse",
                    "Use long, or add a new field"),
            advice(
                    RuleCatalog.TYPE_PROMOTED_LOSSY,
                    "numbers that the floating type cannot hold are silently rounded",
                    "Keep the type, or add a new field"),
            advice(
                    RuleCatalog.TYPE_STRING_BYTES,
                    "bytes that are no UTF-8 become U+FFFD, and Hudi stores java.nio.HeapByteBuffer as text",
                    "Keep the type, or add a new field"),
            advice(
                    RuleCatalog.TYPE_WIDENED,
                    "readers of the old type fail, and Hudi widens the column for good",
                    "Add a new field, or use level additive-widening where every reader can take the wider type"),
            advice(
                    RuleCatalog.UNION_BRANCH_ADDED,
                    "readers of the old schema fail on the new branch, and Hudi keeps only the first",
                    "Add a new nullable field for it"),
            advice(
                    RuleCatalog.UNION_BRANCH_NAMESPACE_CHANGED,
                    "Avro finds an enum or fixed type among the branches of a union by its full name, and throws",
                    "Keep the namespace of the type, by stating it on the type itself"),
            advice(
                    RuleCatalog.UNION_BRANCH_REMOVED,
                    "stored values of that branch can no longer be read",
                    "Keep the branch"),
            advice(RuleCatalog.UNION_NULL_MOVED, "nothing changes for stored values", "Nothing to do"),
            advice(
                    RuleCatalog.UNION_REORDERED,
                    "the default of the field now belongs to another branch, and a value that fits several may be read as another",
                    "Keep the order of the branches"));

    private Advice() {}

    static SchemaFinding finding(SchemaChange change, Severity severity, String pair) {
        Words words = WORDS.get(change.rule());
        if (words == null) {
            throw new IllegalStateException("Rule " + change.rule().id() + " has no advice");
        }
        return new SchemaFinding(
                change.rule(),
                severity,
                change.path(),
                change.oldType(),
                change.newType(),
                words.consequence(),
                severity == Severity.INFO ? "Nothing to do if this is intended" : words.fix(),
                pair,
                change.line());
    }

    private static Map.Entry<Rule, Words> advice(Rule rule, String consequence, String fix) {
        return Map.entry(rule, new Words(consequence, fix));
    }

    private record Words(String consequence, String fix) {}
}
