package io.preflightguard.schema;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
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
                    RuleCatalog.TYPE_CHANGED.id(),
                    "the kind of type changed; the write fails or stores values readers cannot use",
                    "Convert the column back, and put the new form in a further nullable column that the contract declares."),
            advice(
                    RuleCatalog.TYPE_NARROWED.id(),
                    "the column arrives narrower than it is stored; Hudi widens it back",
                    "Cast the column to the known type to keep it that way."),
            advice(
                    RuleCatalog.TYPE_WIDENED.id(),
                    "Hudi widens the table's column for good, for every reader",
                    "Cast the column to the known type, or widen table and contract first."));

    private SchemaRules() {}

    /** Judges {@code incoming} against {@code known}; every change becomes a finding. */
    public static CheckResult judge(String check, Baseline baseline, TableSchema known, TableSchema incoming) {
        List<Finding> findings = SchemaComparison.additiveOnly(baseline, known, incoming).stream()
                .map(change -> finding(baseline, change))
                .toList();
        Outcome outcome = known.fields().isEmpty()
                ? new Outcome.Skipped(
                        Outcome.SkipReason.NOT_POSSIBLE,
                        "the " + baseline.label() + " has no fields, so nothing was compared",
                        "Check that it is the right one.")
                : Outcome.of(
                        incoming.fieldCount() + " incoming fields against " + known.fieldCount() + " of the "
                                + baseline.label(),
                        findings);
        return new CheckResult(
                check,
                outcome,
                List.of(
                        new Measurement("incoming fields", Estimate.exact(incoming.fieldCount(), Unit.COUNT)),
                        new Measurement("known fields", Estimate.exact(known.fieldCount(), Unit.COUNT))));
    }

    private static Finding finding(Baseline baseline, SchemaChange change) {
        Advice advice = ADVICE.get(change.rule().id());
        if (advice == null) {
            throw new IllegalStateException("Rule " + change.rule().id() + " has no advice");
        }
        return Finding.of(
                change.rule(),
                change.path(),
                change.oldType() + " -> " + change.newType() + ": " + advice.consequence(),
                new Described(change.newType()),
                new Limit(new Described(change.oldType()), baseline.label()),
                advice.fix());
    }

    private static Map.Entry<String, Advice> advice(String rule, String consequence, String fix) {
        return Map.entry(rule, new Advice(consequence, fix));
    }

    private record Advice(String consequence, String fix) {}
}
