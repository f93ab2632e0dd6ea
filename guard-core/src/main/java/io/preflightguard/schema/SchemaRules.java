package io.preflightguard.schema;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import java.util.List;
import java.util.Map;

/** Turns schema differences into findings. Pure. */
public final class SchemaRules {

    /** What each change does to a Hudi table, and what to do about it; measured on Hudi 0.15.0 and 1.0.2, see the rules' pages. */
    private static final Map<String, Advice> ADVICE = Map.ofEntries(
            advice(
                    RuleCatalog.DECIMAL_PRECISION_NARROWED.id(),
                    "Hudi casts the values back to the wider type; a reader of the contract may expect fewer digits",
                    "Cast the column to the known decimal type before the write."),
            advice(
                    RuleCatalog.DECIMAL_PRECISION_WIDENED.id(),
                    "Hudi refuses the write unless hoodie.datasource.write.reconcile.schema widens the table for good",
                    "Cast the column to the known decimal type, or widen table and contract first."),
            advice(
                    RuleCatalog.DECIMAL_SCALE_CHANGED.id(),
                    "stored values are read with the wrong scale: 123.45 becomes 1.2345",
                    "Cast the column to the known decimal type before the write."),
            advice(
                    RuleCatalog.FIELD_ADDED_NOT_NULLABLE_WITH_DEFAULT.id(),
                    "Hudi drops defaults, so older rows have no value for it",
                    "Make it nullable with default null in the contract."),
            advice(
                    RuleCatalog.FIELD_ADDED_OPTIONAL.id(),
                    "a nullable field is added; older rows read null",
                    "Nothing to do if this is intended."),
            advice(
                    RuleCatalog.FIELD_ADDED_REQUIRED.id(),
                    "older rows have no value for it, and Hudi refuses the write",
                    "Make the column nullable before the write: when(col.isNotNull(), col)."),
            advice(
                    RuleCatalog.FIELD_CASE_CHANGED.id(),
                    "the name differs only in case, which Parquet and Avro treat as another field",
                    "Rename the column back before the write."),
            advice(
                    RuleCatalog.FIELD_CASE_COLLISION.id(),
                    "two fields differ only in case, and Hudi fails because a name matches both",
                    "Rename or drop one of them before the write."),
            advice(
                    RuleCatalog.FIELD_REMOVED.id(),
                    "a known field does not arrive; Hudi refuses the write or overwrites its values with null",
                    "Add the column back, as a null of its type if there is no value."),
            advice(
                    RuleCatalog.FIELD_UNDECLARED.id(),
                    "the contract does not declare this field",
                    "Drop the column, or add it to the contract as optional."),
            advice(
                    RuleCatalog.LOGICAL_TYPE_CHANGED.id(),
                    "a date or time changes its meaning: stored values are read as other moments",
                    "Convert the column to the known type before the write."),
            advice(
                    RuleCatalog.TABLE_COLUMN_UNDECLARED.id(),
                    "the table has a column that the contract does not know, so it will be missing from what follows it",
                    "Add it to the contract as optional, or accept it if the job itself adds it."),
            advice(
                    RuleCatalog.TABLE_NULLABLE_CONTRACT_REQUIRED.id(),
                    "rows of the table may hold null where readers of the contract expect a value",
                    "Make the field nullable in the contract, or fill the old rows."),
            advice(
                    RuleCatalog.TYPE_CHANGED.id(),
                    "the kind of type changed; the write fails or stores values readers cannot use",
                    "Convert the column back, and put the new form in a further nullable column that the contract declares."),
            advice(
                    RuleCatalog.TYPE_NARROWED.id(),
                    "the column arrives narrower than it is stored; Hudi widens it back",
                    "Cast the column to the known type to keep it that way."),
            advice(
                    RuleCatalog.TYPE_PROMOTED_CROSS_FAMILY.id(),
                    "Hudi turns the table's column into a floating one for good, for every reader",
                    "Cast the column to the known type, or add a new column."),
            advice(
                    RuleCatalog.TYPE_PROMOTED_LOSSY.id(),
                    "Hudi turns the table's column into a floating one for good, and large numbers are rounded",
                    "Cast the column to the known type, or add a new column."),
            advice(
                    RuleCatalog.TYPE_STRING_BYTES.id(),
                    "Hudi 0.15 and 1.0 store the text java.nio.HeapByteBuffer for bytes, and bytes that are no text break",
                    "Convert the column back before the write, or add a new column."),
            advice(
                    RuleCatalog.TYPE_WIDENED.id(),
                    "Hudi widens the table's column for good, for every reader",
                    "Cast the column to the known type, or widen table and contract first."));

    private SchemaRules() {}

    /** Judges {@code incoming} against {@code known}; every change becomes a finding. */
    public static CheckResult judge(String check, SchemaPairing pairing, TableSchema known, TableSchema incoming) {
        List<Finding> findings = SchemaComparison.additiveOnly(pairing, known, incoming).stream()
                .map(change -> finding(pairing, change))
                .toList();
        Outcome outcome = known.fields().isEmpty()
                ? new Outcome.Skipped(
                        Outcome.SkipReason.NOT_POSSIBLE,
                        "the " + pairing.known() + " has no fields, so nothing was compared",
                        "Check that it is the right one.")
                : Outcome.of(
                        incoming.fieldCount() + " " + pairing.coming() + " fields against " + known.fieldCount()
                                + " of the " + pairing.known(),
                        findings);
        return new CheckResult(
                check,
                outcome,
                List.of(
                        new Measurement(
                                pairing.coming() + " fields", Estimate.exact(incoming.fieldCount(), Unit.COUNT)),
                        new Measurement("known fields", Estimate.exact(known.fieldCount(), Unit.COUNT))));
    }

    private static Finding finding(SchemaPairing pairing, SchemaChange change) {
        Advice advice = ADVICE.get(change.rule().id());
        if (advice == null) {
            throw new IllegalStateException("Rule " + change.rule().id() + " has no advice");
        }
        String fix =
                pairing == SchemaPairing.CONTRACT_AND_TABLE && change.rule().severity() == Severity.FAIL
                        ? "Take the change out of the contract, or migrate the table first."
                        : advice.fix();
        return Finding.of(
                change.rule(),
                change.path(),
                change.oldType() + " -> " + change.newType() + ": " + advice.consequence(),
                new Described(change.newType()),
                new Limit(new Described(change.oldType()), pairing.known()),
                fix);
    }

    private static Map.Entry<String, Advice> advice(String rule, String consequence, String fix) {
        return Map.entry(rule, new Advice(consequence, fix));
    }

    private record Advice(String consequence, String fix) {}
}
