package io.preflightguard;

import static io.preflightguard.Category.INPUT;
import static io.preflightguard.Category.SCHEMA;
import static io.preflightguard.Category.SIZING;
import static io.preflightguard.Category.SKEW;
import static io.preflightguard.Category.TABLE;
import static io.preflightguard.Severity.FAIL;
import static io.preflightguard.Severity.INFO;
import static io.preflightguard.Severity.WARN;

import java.util.List;
import java.util.Optional;

/** The one table of rules, sorted by id. Thread-safe. */
public final class RuleCatalog {

    public static final Rule DECIMAL_PRECISION_NARROWED =
            rule("DECIMAL_PRECISION_NARROWED", SCHEMA, FAIL, "A decimal keeps at least the digits it had.");
    public static final Rule DECIMAL_PRECISION_WIDENED =
            rule("DECIMAL_PRECISION_WIDENED", SCHEMA, FAIL, "A decimal does not gain digits.");
    public static final Rule DECIMAL_SCALE_CHANGED =
            rule("DECIMAL_SCALE_CHANGED", SCHEMA, FAIL, "A decimal keeps its scale.");
    public static final Rule FIELD_ADDED_OPTIONAL =
            rule("FIELD_ADDED_OPTIONAL", SCHEMA, INFO, "Says which nullable fields are new to the table.");
    public static final Rule FIELD_ADDED_REQUIRED =
            rule("FIELD_ADDED_REQUIRED", SCHEMA, FAIL, "A field that is new to the table is nullable.");
    public static final Rule FIELD_CASE_CHANGED =
            rule("FIELD_CASE_CHANGED", SCHEMA, FAIL, "A field keeps the case of its name.");
    public static final Rule FIELD_CASE_COLLISION =
            rule("FIELD_CASE_COLLISION", SCHEMA, FAIL, "No two fields differ only in the case of their names.");
    public static final Rule FIELD_NAME_ILLEGAL =
            rule("FIELD_NAME_ILLEGAL", SCHEMA, FAIL, "Every name is one that Avro, and so Hudi, can write.");
    public static final Rule FIELD_REMOVED =
            rule("FIELD_REMOVED", SCHEMA, FAIL, "Every known field arrives again, at every level.");
    public static final Rule FIELD_UNDECLARED =
            rule("FIELD_UNDECLARED", SCHEMA, FAIL, "Every field that arrives is declared in the contract.");
    public static final Rule INPUT_EMPTY = rule("INPUT_EMPTY", INPUT, WARN, "The input has rows.");
    public static final Rule INPUT_WIDE =
            rule("INPUT_WIDE", INPUT, WARN, "The input has no more columns than Parquet files stay efficient with.");
    public static final Rule KEY_COLUMN_MISSING =
            rule("KEY_COLUMN_MISSING", INPUT, FAIL, "Every column named as a key exists in the input.");
    public static final Rule KEY_ONLY_NULL = rule("KEY_ONLY_NULL", INPUT, WARN, "A key column holds more than nulls.");
    public static final Rule KEY_SKEW =
            rule("KEY_SKEW", SKEW, FAIL, "No key makes one task of a shuffle dwarf the mean.");
    public static final Rule LOCAL_DISK_SHORT =
            rule("LOCAL_DISK_SHORT", SIZING, FAIL, "The shuffle and its spill fit the local disk of every worker.");
    public static final Rule LOGICAL_TYPE_CHANGED =
            rule("LOGICAL_TYPE_CHANGED", SCHEMA, FAIL, "A date, time or timestamp keeps its meaning.");
    public static final Rule RECORD_KEY_NULL = rule("RECORD_KEY_NULL", INPUT, FAIL, "No record key is null.");
    public static final Rule SHUFFLE_PARTITIONS_TOO_FEW =
            rule("SHUFFLE_PARTITIONS_TOO_FEW", SIZING, WARN, "A shuffle has enough partitions for a task's memory.");
    public static final Rule TABLE_NOT_HUDI =
            rule("TABLE_NOT_HUDI", TABLE, FAIL, "A path that holds files holds a Hudi table.");
    public static final Rule TABLE_VERSION_UNSUPPORTED =
            rule("TABLE_VERSION_UNSUPPORTED", TABLE, FAIL, "The running Hudi can open the table's version.");
    public static final Rule TYPE_CHANGED =
            rule("TYPE_CHANGED", SCHEMA, FAIL, "A field keeps its kind of type, at every level.");
    public static final Rule TYPE_NARROWED =
            rule("TYPE_NARROWED", SCHEMA, WARN, "A number arrives as wide as it is stored.");
    public static final Rule TYPE_UNSUPPORTED =
            rule("TYPE_UNSUPPORTED", SCHEMA, FAIL, "Every type that arrives is one that Hudi stores.");
    public static final Rule TYPE_WIDENED =
            rule("TYPE_WIDENED", SCHEMA, FAIL, "A number does not arrive wider than it is stored.");

    private static final List<Rule> ALL = List.of(
            DECIMAL_PRECISION_NARROWED,
            DECIMAL_PRECISION_WIDENED,
            DECIMAL_SCALE_CHANGED,
            FIELD_ADDED_OPTIONAL,
            FIELD_ADDED_REQUIRED,
            FIELD_CASE_CHANGED,
            FIELD_CASE_COLLISION,
            FIELD_NAME_ILLEGAL,
            FIELD_REMOVED,
            FIELD_UNDECLARED,
            INPUT_EMPTY,
            INPUT_WIDE,
            KEY_COLUMN_MISSING,
            KEY_ONLY_NULL,
            KEY_SKEW,
            LOCAL_DISK_SHORT,
            LOGICAL_TYPE_CHANGED,
            RECORD_KEY_NULL,
            SHUFFLE_PARTITIONS_TOO_FEW,
            TABLE_NOT_HUDI,
            TABLE_VERSION_UNSUPPORTED,
            TYPE_CHANGED,
            TYPE_NARROWED,
            TYPE_UNSUPPORTED,
            TYPE_WIDENED);

    private RuleCatalog() {}

    /** Every rule, sorted by id. */
    public static List<Rule> all() {
        return ALL;
    }

    /** The rule with this id, if there is one. */
    public static Optional<Rule> find(String id) {
        return ALL.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    private static Rule rule(String id, Category category, Severity severity, String purpose) {
        return new Rule(id, category, severity, purpose);
    }
}
