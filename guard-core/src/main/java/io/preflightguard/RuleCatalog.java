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

    public static final Rule BROADCAST_TOO_LARGE = rule(
            "BROADCAST_TOO_LARGE",
            SIZING,
            FAIL,
            "Every side that a join broadcasts is small enough for Spark and for the memory of every worker.");
    public static final Rule BULK_INSERT_MISREAD_LATER = rule(
            "BULK_INSERT_MISREAD_LATER",
            TABLE,
            WARN,
            "A bulk_insert stores lists and decimals in a form that a later upsert reads right.");
    public static final Rule CODEC_NOT_WORTH_IT =
            rule("CODEC_NOT_WORTH_IT", SIZING, INFO, "A codec that takes more time saves bytes for it on these rows.");
    public static final Rule COMPACTION_NEVER_RUNS = rule(
            "COMPACTION_NEVER_RUNS", TABLE, WARN, "A write to a merge-on-read table leaves compaction to somebody.");
    public static final Rule COMPLEX_KEY_ENCODING_CHANGED =
            rule("COMPLEX_KEY_ENCODING_CHANGED", TABLE, FAIL, "Record keys are spelt as the table stores them.");
    public static final Rule CONCURRENCY_MODE_WITHOUT_LOCK = rule(
            "CONCURRENCY_MODE_WITHOUT_LOCK",
            TABLE,
            FAIL,
            "A write that expects other writers has a lock to share with them.");
    public static final Rule DECIMAL_ENCODING_CHANGED = rule(
            "DECIMAL_ENCODING_CHANGED",
            SCHEMA,
            FAIL,
            "A decimal keeps the form its digits are stored in: bytes, or a fixed size.");
    public static final Rule DECIMAL_PRECISION_NARROWED =
            rule("DECIMAL_PRECISION_NARROWED", SCHEMA, FAIL, "A decimal keeps at least the digits it had.");
    public static final Rule DECIMAL_PRECISION_OVER_38 =
            rule("DECIMAL_PRECISION_OVER_38", SCHEMA, FAIL, "A decimal has at most the 38 digits that Spark holds.");
    public static final Rule DECIMAL_PRECISION_WIDENED =
            rule("DECIMAL_PRECISION_WIDENED", SCHEMA, FAIL, "A decimal does not gain digits.");
    public static final Rule DECIMAL_SCALE_CHANGED =
            rule("DECIMAL_SCALE_CHANGED", SCHEMA, FAIL, "A decimal keeps its scale.");
    public static final Rule DEFAULT_INVALID =
            rule("DEFAULT_INVALID", SCHEMA, FAIL, "A default is a value of its field.");
    public static final Rule DEFAULT_NOT_FIRST_BRANCH = rule(
            "DEFAULT_NOT_FIRST_BRANCH",
            SCHEMA,
            FAIL,
            "The default of a union is a value of its first branch, which Avro 1.11 demands.");
    public static final Rule ENUM_DEFAULT_CHANGED =
            rule("ENUM_DEFAULT_CHANGED", SCHEMA, WARN, "An enum keeps the default that stands for unknown symbols.");
    public static final Rule ENUM_DEFAULT_UNKNOWN_SYMBOL = rule(
            "ENUM_DEFAULT_UNKNOWN_SYMBOL",
            SCHEMA,
            FAIL,
            "The default of an enum, or of a field of it, is one of its symbols.");
    public static final Rule ENUM_REORDERED =
            rule("ENUM_REORDERED", SCHEMA, INFO, "Says which enums list their symbols in another order.");
    public static final Rule ENUM_SYMBOL_ADDED =
            rule("ENUM_SYMBOL_ADDED", SCHEMA, FAIL, "An enum gains no symbol that older readers do not know.");
    public static final Rule ENUM_SYMBOL_REMOVED =
            rule("ENUM_SYMBOL_REMOVED", SCHEMA, FAIL, "An enum keeps every symbol it had.");
    public static final Rule FIELD_ADDED_NOT_NULLABLE_WITH_DEFAULT = rule(
            "FIELD_ADDED_NOT_NULLABLE_WITH_DEFAULT",
            SCHEMA,
            FAIL,
            "A new field with a default is nullable too, because Hudi drops defaults.");
    public static final Rule FIELD_ADDED_OPTIONAL =
            rule("FIELD_ADDED_OPTIONAL", SCHEMA, INFO, "Says which nullable fields are new to the table.");
    public static final Rule FIELD_ADDED_OPTIONAL_NONNULL_DEFAULT = rule(
            "FIELD_ADDED_OPTIONAL_NONNULL_DEFAULT",
            SCHEMA,
            WARN,
            "A new nullable field defaults to null, the only default that Hudi stores.");
    public static final Rule FIELD_ADDED_OPTIONAL_NO_DEFAULT = rule(
            "FIELD_ADDED_OPTIONAL_NO_DEFAULT", SCHEMA, FAIL, "A new nullable field says that its default is null.");
    public static final Rule FIELD_ADDED_REQUIRED =
            rule("FIELD_ADDED_REQUIRED", SCHEMA, FAIL, "A field that is new to the table is nullable.");
    public static final Rule FIELD_ALIAS_COLLISION = rule(
            "FIELD_ALIAS_COLLISION",
            SCHEMA,
            FAIL,
            "No alias names another field of the same record, or another type of the schema.");
    public static final Rule FIELD_CASE_CHANGED =
            rule("FIELD_CASE_CHANGED", SCHEMA, FAIL, "A field keeps the case of its name.");
    public static final Rule FIELD_CASE_COLLISION =
            rule("FIELD_CASE_COLLISION", SCHEMA, FAIL, "No two fields differ only in the case of their names.");
    public static final Rule FIELD_DEFAULT_ADDED =
            rule("FIELD_DEFAULT_ADDED", SCHEMA, INFO, "Says which known fields gained a default.");
    public static final Rule FIELD_DEFAULT_CHANGED =
            rule("FIELD_DEFAULT_CHANGED", SCHEMA, WARN, "A known field keeps its default.");
    public static final Rule FIELD_DEFAULT_REMOVED =
            rule("FIELD_DEFAULT_REMOVED", SCHEMA, WARN, "A known field does not lose its default.");
    public static final Rule FIELD_NAME_ILLEGAL =
            rule("FIELD_NAME_ILLEGAL", SCHEMA, FAIL, "Every name is one that Avro, and so Hudi, can write.");
    public static final Rule FIELD_REINTRODUCED =
            rule("FIELD_REINTRODUCED", SCHEMA, FAIL, "A name that was removed does not return with another type.");
    public static final Rule FIELD_REMOVED =
            rule("FIELD_REMOVED", SCHEMA, FAIL, "Every known field arrives again, at every level.");
    public static final Rule FIELD_RENAMED =
            rule("FIELD_RENAMED", SCHEMA, FAIL, "A field keeps its name; an alias does not carry the old values over.");
    public static final Rule FIELD_REORDERED = rule("FIELD_REORDERED", SCHEMA, WARN, "Known fields keep their order.");
    public static final Rule FIELD_UNDECLARED =
            rule("FIELD_UNDECLARED", SCHEMA, FAIL, "Every field that arrives is declared in the contract.");
    public static final Rule FIXED_SIZE_CHANGED =
            rule("FIXED_SIZE_CHANGED", SCHEMA, FAIL, "A fixed type keeps its size.");
    public static final Rule INPUT_EMPTY = rule("INPUT_EMPTY", INPUT, WARN, "The input has rows.");
    public static final Rule INPUT_WIDE =
            rule("INPUT_WIDE", INPUT, WARN, "The input has no more columns than Parquet files stay efficient with.");
    public static final Rule INSERT_OF_STORED_KEY =
            rule("INSERT_OF_STORED_KEY", TABLE, FAIL, "An insert brings no record key that the table has already.");
    public static final Rule JOIN_KEY_NULL_SKEW =
            rule("JOIN_KEY_NULL_SKEW", SKEW, FAIL, "Rows without a join key do not pile up in one task of the join.");
    public static final Rule JOIN_PRODUCT_EXPLODES = rule(
            "JOIN_PRODUCT_EXPLODES", SKEW, FAIL, "No key of a join makes many times the rows that both sides have.");
    public static final Rule KEY_COLUMN_MISSING =
            rule("KEY_COLUMN_MISSING", INPUT, FAIL, "Every column named as a key exists in the input.");
    public static final Rule KEY_ONLY_NULL = rule("KEY_ONLY_NULL", INPUT, WARN, "A key column holds more than nulls.");
    public static final Rule KEY_SKEW =
            rule("KEY_SKEW", SKEW, FAIL, "No key makes one task of a shuffle dwarf the mean.");
    public static final Rule KEY_SKEW_OUT_OF_MEMORY = rule(
            "KEY_SKEW_OUT_OF_MEMORY", SKEW, FAIL, "What a task must hold at once and cannot spill fits its memory.");
    public static final Rule KEY_SKEW_SPILL =
            rule("KEY_SKEW_SPILL", SKEW, WARN, "No hot key makes a task spill that would not spill without it.");
    public static final Rule LOCAL_DISK_SHORT =
            rule("LOCAL_DISK_SHORT", SIZING, FAIL, "The shuffle and its spill fit the local disk of every worker.");
    public static final Rule LOCAL_TIMESTAMP_UNSUPPORTED =
            rule("LOCAL_TIMESTAMP_UNSUPPORTED", SCHEMA, FAIL, "A timestamp has a time zone; Hudi stores no local one.");
    public static final Rule LOCK_OF_ONE_PROCESS =
            rule("LOCK_OF_ONE_PROCESS", TABLE, WARN, "The lock of several writers holds in more than one process.");
    public static final Rule LOCK_WITHOUT_CONCURRENCY_MODE = rule(
            "LOCK_WITHOUT_CONCURRENCY_MODE",
            TABLE,
            FAIL,
            "A write that takes a lock also checks for conflicts with other writers.");
    public static final Rule LOGICAL_TYPE_CHANGED =
            rule("LOGICAL_TYPE_CHANGED", SCHEMA, FAIL, "A date, time or timestamp keeps its meaning.");
    public static final Rule LOGICAL_TYPE_IGNORED =
            rule("LOGICAL_TYPE_IGNORED", SCHEMA, WARN, "A logical type stands where Avro sees it, and is valid there.");
    public static final Rule MAP_STATUS_AVERAGED = rule(
            "MAP_STATUS_AVERAGED", SIZING, WARN, "A shuffle has no more partitions than Spark keeps the sizes of.");
    public static final Rule NAMED_TYPE_RENAMED =
            rule("NAMED_TYPE_RENAMED", SCHEMA, FAIL, "A record, enum or fixed type keeps its name.");
    public static final Rule NAMESPACE_CHANGED =
            rule("NAMESPACE_CHANGED", SCHEMA, WARN, "A record, enum or fixed type keeps its namespace.");
    public static final Rule NULLABILITY_LOOSENED =
            rule("NULLABILITY_LOOSENED", SCHEMA, FAIL, "What was never null stays never null.");
    public static final Rule NULLABILITY_TIGHTENED =
            rule("NULLABILITY_TIGHTENED", SCHEMA, FAIL, "What may be null stays nullable.");
    public static final Rule ORDERING_FIELD_MISSING = rule(
            "ORDERING_FIELD_MISSING", TABLE, FAIL, "The field that orders rows of one key is a column of the input.");
    public static final Rule ORDERING_FIELD_NULL =
            rule("ORDERING_FIELD_NULL", INPUT, FAIL, "The field that orders rows of one key holds no null.");
    public static final Rule ORDERING_FIELD_UNSET =
            rule("ORDERING_FIELD_UNSET", INPUT, WARN, "Where rows share a key, a field says which is the latest.");
    public static final Rule PREDICTION_MISSED = rule(
            "PREDICTION_MISSED", SIZING, WARN, "What the guard predicted of a write holds when the write is measured.");
    public static final Rule RECORD_KEY_MOVES_PATH = rule(
            "RECORD_KEY_MOVES_PATH",
            TABLE,
            FAIL,
            "No row moves to another partition path while the index looks in its own only.");
    public static final Rule RECORD_KEY_NULL = rule("RECORD_KEY_NULL", INPUT, FAIL, "No record key is null.");
    public static final Rule RECORD_KEY_REPEATED =
            rule("RECORD_KEY_REPEATED", INPUT, FAIL, "A write that stores every row brings each record key once.");
    public static final Rule RECURSIVE_TYPE =
            rule("RECURSIVE_TYPE", SCHEMA, FAIL, "No record contains itself, which no table can store.");
    public static final Rule REGISTRY_LEVEL_BROKEN = rule(
            "REGISTRY_LEVEL_BROKEN",
            SCHEMA,
            FAIL,
            "Readers and writers get along as far as the registry level of the subject demands.");
    public static final Rule REQUIRED_FIELD_NULL =
            rule("REQUIRED_FIELD_NULL", SCHEMA, FAIL, "A field that the contract requires holds no null.");
    public static final Rule RESERVED_META_COLUMN =
            rule("RESERVED_META_COLUMN", SCHEMA, FAIL, "No field takes a name of the columns that Hudi adds itself.");
    public static final Rule RETENTION_INVERTED = rule(
            "RETENTION_INVERTED",
            TABLE,
            WARN,
            "The timeline is kept at least as long as the file versions it describes.");
    public static final Rule SCHEMA_CHECK_WEAKENED = rule(
            "SCHEMA_CHECK_WEAKENED",
            SCHEMA,
            WARN,
            "No write option switches off what protects the schema of the table.");
    public static final Rule SETTING_IGNORED =
            rule("SETTING_IGNORED", SIZING, INFO, "Says which settings that somebody made do nothing.");
    public static final Rule SETTING_REJECTED = rule(
            "SETTING_REJECTED", SIZING, WARN, "A setting that Spark reads when it starts was made before it started.");
    public static final Rule SHUFFLE_PARTITIONS_TOO_FEW =
            rule("SHUFFLE_PARTITIONS_TOO_FEW", SIZING, WARN, "A shuffle has enough partitions for a task's memory.");
    public static final Rule SHUFFLE_PARTITIONS_TOO_MANY = rule(
            "SHUFFLE_PARTITIONS_TOO_MANY", SIZING, WARN, "A shuffle has no more partitions than its data is worth.");
    public static final Rule STORED_FORM_MISREAD = rule(
            "STORED_FORM_MISREAD",
            TABLE,
            FAIL,
            "The files that a write may rewrite hold lists and decimals in a form that Hudi reads right.");
    public static final Rule TABLE_COLUMN_UNDECLARED =
            rule("TABLE_COLUMN_UNDECLARED", SCHEMA, WARN, "Every column of the table is declared in the contract.");
    public static final Rule TABLE_CONFIG_CONFLICT = rule(
            "TABLE_CONFIG_CONFLICT",
            TABLE,
            FAIL,
            "The options agree with the settings that the table was created with.");
    public static final Rule TABLE_DAMAGED = rule(
            "TABLE_DAMAGED",
            TABLE,
            FAIL,
            "The table's settings and timeline can be read, and every file that its latest commits name is there.");
    public static final Rule TABLE_NOT_HUDI =
            rule("TABLE_NOT_HUDI", TABLE, FAIL, "A path that holds files holds a Hudi table.");
    public static final Rule TABLE_NULLABLE_CONTRACT_REQUIRED = rule(
            "TABLE_NULLABLE_CONTRACT_REQUIRED",
            SCHEMA,
            INFO,
            "Says where the table may hold null and the contract requires a value.");
    public static final Rule TABLE_UPGRADED_BY_WRITE = rule(
            "TABLE_UPGRADED_BY_WRITE", TABLE, FAIL, "A write does not raise the table's version under its readers.");
    public static final Rule TABLE_VERSION_UNSUPPORTED =
            rule("TABLE_VERSION_UNSUPPORTED", TABLE, FAIL, "The running Hudi can open the table's version.");
    public static final Rule TIMESTAMP_MILLIS_ON_OLD_HUDI = rule(
            "TIMESTAMP_MILLIS_ON_OLD_HUDI",
            SCHEMA,
            WARN,
            "A timestamp counts microseconds where the running Hudi knows no other kind.");
    public static final Rule TIMESTAMP_NANOS_AS_LONG = rule(
            "TIMESTAMP_NANOS_AS_LONG",
            SCHEMA,
            WARN,
            "A timestamp counts no nanoseconds, which Spark reads as a plain long.");
    public static final Rule TYPE_CHANGED =
            rule("TYPE_CHANGED", SCHEMA, FAIL, "A field keeps its kind of type, at every level.");
    public static final Rule TYPE_NARROWED =
            rule("TYPE_NARROWED", SCHEMA, WARN, "A number arrives as wide as it is stored.");
    public static final Rule TYPE_PROMOTED_CROSS_FAMILY =
            rule("TYPE_PROMOTED_CROSS_FAMILY", SCHEMA, FAIL, "An int does not become a double.");
    public static final Rule TYPE_PROMOTED_LOSSY = rule(
            "TYPE_PROMOTED_LOSSY", SCHEMA, FAIL, "A whole number does not become a floating one that cannot hold it.");
    public static final Rule TYPE_STRING_BYTES =
            rule("TYPE_STRING_BYTES", SCHEMA, FAIL, "A string stays a string, and bytes stay bytes.");
    public static final Rule TYPE_UNSUPPORTED =
            rule("TYPE_UNSUPPORTED", SCHEMA, FAIL, "Every type that arrives is one that Hudi stores.");
    public static final Rule TYPE_WIDENED =
            rule("TYPE_WIDENED", SCHEMA, FAIL, "A number does not arrive wider than it is stored.");
    public static final Rule UNION_BRANCH_ADDED = rule("UNION_BRANCH_ADDED", SCHEMA, FAIL, "A union gains no branch.");
    public static final Rule UNION_BRANCH_NAMESPACE_CHANGED = rule(
            "UNION_BRANCH_NAMESPACE_CHANGED",
            SCHEMA,
            FAIL,
            "An enum or fixed type inside a union keeps its namespace.");
    public static final Rule UNION_BRANCH_REMOVED =
            rule("UNION_BRANCH_REMOVED", SCHEMA, FAIL, "A union keeps its branches.");
    public static final Rule UNION_NOT_NULLABLE_SIMPLE = rule(
            "UNION_NOT_NULLABLE_SIMPLE", SCHEMA, FAIL, "A union is one type and null, the only one that Hudi stores.");
    public static final Rule UNION_NULL_MOVED =
            rule("UNION_NULL_MOVED", SCHEMA, INFO, "Says where null moved within a union.");
    public static final Rule UNION_REORDERED =
            rule("UNION_REORDERED", SCHEMA, WARN, "A union keeps the order of its branches.");
    public static final Rule UPSERT_FILES_TOO_SMALL = rule(
            "UPSERT_FILES_TOO_SMALL",
            SIZING,
            WARN,
            "Inserts are cut so that a new file holds at least half of what it may.");
    public static final Rule UPSERT_SKEWED =
            rule("UPSERT_SKEWED", SKEW, WARN, "No file group or bucket gets many times the records of the mean task.");
    public static final Rule UPSERT_TASK_TOO_LARGE = rule(
            "UPSERT_TASK_TOO_LARGE",
            SIZING,
            WARN,
            "No task of an insert or upsert writes far more than one file should hold.");

    private static final List<Rule> ALL = List.of(
            BROADCAST_TOO_LARGE,
            BULK_INSERT_MISREAD_LATER,
            CODEC_NOT_WORTH_IT,
            COMPACTION_NEVER_RUNS,
            COMPLEX_KEY_ENCODING_CHANGED,
            CONCURRENCY_MODE_WITHOUT_LOCK,
            DECIMAL_ENCODING_CHANGED,
            DECIMAL_PRECISION_NARROWED,
            DECIMAL_PRECISION_OVER_38,
            DECIMAL_PRECISION_WIDENED,
            DECIMAL_SCALE_CHANGED,
            DEFAULT_INVALID,
            DEFAULT_NOT_FIRST_BRANCH,
            ENUM_DEFAULT_CHANGED,
            ENUM_DEFAULT_UNKNOWN_SYMBOL,
            ENUM_REORDERED,
            ENUM_SYMBOL_ADDED,
            ENUM_SYMBOL_REMOVED,
            FIELD_ADDED_NOT_NULLABLE_WITH_DEFAULT,
            FIELD_ADDED_OPTIONAL,
            FIELD_ADDED_OPTIONAL_NONNULL_DEFAULT,
            FIELD_ADDED_OPTIONAL_NO_DEFAULT,
            FIELD_ADDED_REQUIRED,
            FIELD_ALIAS_COLLISION,
            FIELD_CASE_CHANGED,
            FIELD_CASE_COLLISION,
            FIELD_DEFAULT_ADDED,
            FIELD_DEFAULT_CHANGED,
            FIELD_DEFAULT_REMOVED,
            FIELD_NAME_ILLEGAL,
            FIELD_REINTRODUCED,
            FIELD_REMOVED,
            FIELD_RENAMED,
            FIELD_REORDERED,
            FIELD_UNDECLARED,
            FIXED_SIZE_CHANGED,
            INPUT_EMPTY,
            INPUT_WIDE,
            INSERT_OF_STORED_KEY,
            JOIN_KEY_NULL_SKEW,
            JOIN_PRODUCT_EXPLODES,
            KEY_COLUMN_MISSING,
            KEY_ONLY_NULL,
            KEY_SKEW,
            KEY_SKEW_OUT_OF_MEMORY,
            KEY_SKEW_SPILL,
            LOCAL_DISK_SHORT,
            LOCAL_TIMESTAMP_UNSUPPORTED,
            LOCK_OF_ONE_PROCESS,
            LOCK_WITHOUT_CONCURRENCY_MODE,
            LOGICAL_TYPE_CHANGED,
            LOGICAL_TYPE_IGNORED,
            MAP_STATUS_AVERAGED,
            NAMED_TYPE_RENAMED,
            NAMESPACE_CHANGED,
            NULLABILITY_LOOSENED,
            NULLABILITY_TIGHTENED,
            ORDERING_FIELD_MISSING,
            ORDERING_FIELD_NULL,
            ORDERING_FIELD_UNSET,
            PREDICTION_MISSED,
            RECORD_KEY_MOVES_PATH,
            RECORD_KEY_NULL,
            RECORD_KEY_REPEATED,
            RECURSIVE_TYPE,
            REGISTRY_LEVEL_BROKEN,
            REQUIRED_FIELD_NULL,
            RESERVED_META_COLUMN,
            RETENTION_INVERTED,
            SCHEMA_CHECK_WEAKENED,
            SETTING_IGNORED,
            SETTING_REJECTED,
            SHUFFLE_PARTITIONS_TOO_FEW,
            SHUFFLE_PARTITIONS_TOO_MANY,
            STORED_FORM_MISREAD,
            TABLE_COLUMN_UNDECLARED,
            TABLE_CONFIG_CONFLICT,
            TABLE_DAMAGED,
            TABLE_NOT_HUDI,
            TABLE_NULLABLE_CONTRACT_REQUIRED,
            TABLE_UPGRADED_BY_WRITE,
            TABLE_VERSION_UNSUPPORTED,
            TIMESTAMP_MILLIS_ON_OLD_HUDI,
            TIMESTAMP_NANOS_AS_LONG,
            TYPE_CHANGED,
            TYPE_NARROWED,
            TYPE_PROMOTED_CROSS_FAMILY,
            TYPE_PROMOTED_LOSSY,
            TYPE_STRING_BYTES,
            TYPE_UNSUPPORTED,
            TYPE_WIDENED,
            UNION_BRANCH_ADDED,
            UNION_BRANCH_NAMESPACE_CHANGED,
            UNION_BRANCH_REMOVED,
            UNION_NOT_NULLABLE_SIMPLE,
            UNION_NULL_MOVED,
            UNION_REORDERED,
            UPSERT_FILES_TOO_SMALL,
            UPSERT_SKEWED,
            UPSERT_TASK_TOO_LARGE);

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
