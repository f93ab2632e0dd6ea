package io.preflightguard.hudi.options;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Judges the field that says which of two rows with one key is the later. Pure. */
final class OrderingRules {

    static final String CHECK = "options: ordering field";
    static final String NULLS = "input: nulls in the ordering field";

    static final String FIELD = "hoodie.datasource.write.precombine.field";

    private static final String OF_TABLE = "hoodie.table.precombine.field";
    private static final String DEFAULT = "ts";

    private OrderingRules() {}

    /** The fields that order rows of one key, by the options or else by the table; empty if none is stated. */
    static List<String> fields(WriteEvidence evidence) {
        String stated = evidence.option(FIELD);
        String ofTable = evidence.ofTable(OF_TABLE);
        // Before 1.0 an upsert asks for a column of this name where none is stated.
        boolean byDefault = evidence.hudi().isBeforeOne() && KeyUse.combines(evidence);
        String otherwise = ofTable.isEmpty() && byDefault ? DEFAULT : ofTable;
        String text = stated.isEmpty() ? otherwise : stated;
        return Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    static CheckResult judge(WriteEvidence evidence) {
        if (KeyUse.of(evidence) == KeyUse.NONE) {
            return Checks.notApplicable(CHECK, "the write orders no rows");
        }
        List<String> fields = fields(evidence);
        if (fields.isEmpty()) {
            return Checks.notApplicable(CHECK, "no ordering field is stated");
        }
        List<Finding> missing = fields.stream()
                .filter(field -> !evidence.columns().has(field))
                .map(field -> missing(evidence, field))
                .toList();
        return new CheckResult(CHECK, Outcome.of("the ordering field " + String.join(",", fields), missing));
    }

    private static Finding missing(WriteEvidence evidence, String field) {
        String consequence = KeyUse.combines(evidence)
                ? "the write fails in a task"
                : "the table gets it for its ordering field all the same, and no later upsert succeeds";
        return Finding.of(
                RuleCatalog.ORDERING_FIELD_MISSING,
                field,
                "is the ordering field, and the input has no such column: " + consequence,
                new Described("no such column"),
                new Limit(new Described("a column"), source(evidence)),
                "Set " + FIELD + " to a column that grows with each change of a row, or add the column.");
    }

    private static String source(WriteEvidence evidence) {
        if (!evidence.option(FIELD).isEmpty()) {
            return FIELD;
        }
        return evidence.ofTable(OF_TABLE).isEmpty() ? "Hudi " + evidence.hudi().version() + "'s default" : OF_TABLE;
    }

    static CheckResult nullsUnknown() {
        return new CheckResult(
                NULLS,
                new Outcome.Skipped(
                        Outcome.SkipReason.NOT_POSSIBLE,
                        "no row was looked through for nulls (see the check 'input: rows')",
                        "Mend what that check names."));
    }

    /** @param nulls rows with a null, by ordering field */
    static CheckResult nulls(WriteEvidence evidence, Map<String, Long> nulls, long rowsRead) {
        String rows = Unit.COUNT.format(rowsRead) + " rows that were read";
        List<Finding> findings = nulls.entrySet().stream()
                .filter(field -> field.getValue() > 0)
                .map(field -> ofNull(evidence, field.getKey(), field.getValue(), rows))
                .toList();
        return new CheckResult(NULLS, Checks.found("the " + rows, findings, false));
    }

    private static Finding ofNull(WriteEvidence evidence, String field, long nulls, String rows) {
        // A bulk_insert by rows compares the values of rows that share their key, and no others.
        boolean certain = KeyUse.combines(evidence) && !evidence.write().writesRowsAsSparkDoes();
        return new Finding(
                RuleCatalog.ORDERING_FIELD_NULL,
                certain ? RuleCatalog.ORDERING_FIELD_NULL.severity() : Severity.WARN,
                field,
                "is the ordering field and null in some rows: "
                        + (certain
                                ? "the write fails in the task that meets one"
                                : "this write may store them, and an upsert with such a row would fail"),
                new Described(Unit.COUNT.format(nulls) + " of the " + rows),
                new Limit(new Described("no null"), FIELD),
                "Fill the nulls with the earliest value, or set these rows aside before the write.",
                List.of());
    }

    static Finding arbitrary(WriteEvidence evidence, long repeated, long keys) {
        return Finding.of(
                RuleCatalog.ORDERING_FIELD_UNSET,
                String.join(",", evidence.write().recordKeys()),
                "several rows have the same key and no field says which is the latest: the order in which they arrive"
                        + " decides what is stored",
                Checks.keys(repeated, keys),
                Checks.noKeys(FIELD),
                "Set " + FIELD + " to a column that grows with each change of a row.");
    }
}
