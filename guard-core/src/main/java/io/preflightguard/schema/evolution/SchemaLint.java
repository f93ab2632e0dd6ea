package io.preflightguard.schema.evolution;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.config.Nearest;
import io.preflightguard.schema.DeclaredSchema;
import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.FieldType.Resolution;
import io.preflightguard.schema.MetaColumns;
import io.preflightguard.schema.SchemaNote;
import io.preflightguard.schema.avro.AvroLogicalTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Judges one schema by itself: whether Avro takes it as it is meant, and whether a Hudi table can hold it. Pure. */
public final class SchemaLint {

    private static final int MOST_DIGITS = 38; // of Spark's DecimalType

    private static final Set<Rule> INVALID = Set.of(
            RuleCatalog.DEFAULT_INVALID,
            RuleCatalog.DEFAULT_NOT_FIRST_BRANCH,
            RuleCatalog.ENUM_DEFAULT_UNKNOWN_SYMBOL,
            RuleCatalog.FIELD_ALIAS_COLLISION,
            RuleCatalog.FIELD_NAME_ILLEGAL);

    private static final Map<Rule, String[]> WORDS = Map.of(
            RuleCatalog.DEFAULT_INVALID,
            new String[] {"Avro 1.11 and 1.12 refuse the schema", "Give a default of the field's type, or none"},
            RuleCatalog.DEFAULT_NOT_FIRST_BRANCH,
            new String[] {
                "Avro 1.11, which Spark 3.5 carries, refuses the schema",
                "List the branch of the default first in the union"
            },
            RuleCatalog.ENUM_DEFAULT_UNKNOWN_SYMBOL,
            new String[] {"readers that need the default fail", "Use one of the symbols"},
            RuleCatalog.FIELD_ALIAS_COLLISION,
            new String[] {"two claim the same old name, and Avro throws when it reads", "Remove the alias"},
            RuleCatalog.FIELD_NAME_ILLEGAL,
            new String[] {"Avro refuses the name", "Rename it"},
            RuleCatalog.LOGICAL_TYPE_IGNORED,
            new String[] {"Avro ignores it without a word, so values are plain ones", "Move or correct it"});

    private final HudiTarget hudi;
    private final List<SchemaFinding> findings = new ArrayList<>();

    private SchemaLint(HudiTarget hudi) {
        this.hudi = hudi;
    }

    /** Everything that is wrong with a schema by itself, sorted by path. */
    public static List<SchemaFinding> judge(DeclaredSchema schema, HudiTarget hudi) {
        SchemaLint lint = new SchemaLint(hudi);
        schema.notes().forEach(note -> lint.findings.add(noted(note)));
        schema.selfContaining()
                .forEach(name -> lint.add(
                        RuleCatalog.RECURSIVE_TYPE,
                        "",
                        0,
                        "record " + name + " contains itself",
                        "no table can store a record inside itself",
                        "Keep the inner records as a list of keys, or as JSON text"));
        lint.visit("", schema.root(), 0);
        return lint.findings.stream().sorted().toList();
    }

    /** Whether a schema that breaks the rule is one that Avro does not take, so that no comparison with it is worth anything. */
    static boolean isInvalidity(Rule rule) {
        return INVALID.contains(rule);
    }

    /** What makes a schema one that Avro does not take, sorted by path. */
    public static List<SchemaFinding> invalidities(DeclaredSchema schema) {
        return schema.notes().stream()
                .filter(note -> isInvalidity(note.rule()))
                .map(SchemaLint::noted)
                .sorted()
                .toList();
    }

    private static SchemaFinding noted(SchemaNote note) {
        String[] words = WORDS.get(note.rule());
        if (words == null) {
            throw new IllegalStateException("Rule " + note.rule().id() + " has no words");
        }
        return new SchemaFinding(
                note.rule(),
                note.rule().severity(),
                note.path(),
                "",
                note.seen(),
                words[0] + "; expected " + note.expected(),
                words[1],
                "",
                note.line());
    }

    private void visit(String path, FieldType type, int line) {
        if (type instanceof FieldType.Struct struct) {
            visitFields(path, struct.fields());
            if (struct.fields().isEmpty() && !path.isEmpty()) {
                unsupported(
                        path,
                        line,
                        "struct<>",
                        "Parquet stores no record without fields",
                        "Give it a field, or leave it out");
            }
        } else if (type == FieldType.Primitive.VOID) {
            unsupported(
                    path,
                    line,
                    "null",
                    "no table stores a field that is always null",
                    "Give it the type it is meant to have");
        } else if (type instanceof FieldType.Array array) {
            visit(path + "[]", array.element(), line);
        } else if (type instanceof FieldType.Map map) {
            visit(path + "{}", map.value(), line);
        } else if (type instanceof FieldType.Annotated annotated) {
            visitAnnotated(path, annotated, line);
        } else if (type instanceof FieldType.Union union) {
            add(
                    RuleCatalog.UNION_NOT_NULLABLE_SIMPLE,
                    path,
                    line,
                    union.render(),
                    "Hudi keeps only the first branch besides null, and the write then fails",
                    "Give each kind of value a nullable field of its own");
            union.branches().forEach(branch -> visit(path, branch, line));
        } else if (type instanceof FieldType.Decimal decimal && decimal.precision() > MOST_DIGITS) {
            add(
                    RuleCatalog.DECIMAL_PRECISION_OVER_38,
                    path,
                    line,
                    decimal.render(),
                    "Spark holds " + MOST_DIGITS + " digits at most",
                    "Use at most " + MOST_DIGITS + " digits, or a string");
        } else if (type instanceof FieldType.Timestamp timestamp) {
            visitTimestamp(path, timestamp, line);
        }
    }

    private void visitFields(String path, List<Field> fields) {
        Map<String, String> folded = new HashMap<>();
        for (Field field : fields) {
            String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
            int line = field.declaration().line();
            String twin = folded.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name());
            if (twin != null) {
                add(
                        RuleCatalog.FIELD_CASE_COLLISION,
                        fieldPath,
                        line,
                        field.name() + " beside " + twin,
                        "two fields differ only in case, and Hudi fails because a name matches both",
                        "Rename one of them");
            }
            if (path.isEmpty() && MetaColumns.isMeta(field.name())) {
                add(
                        RuleCatalog.RESERVED_META_COLUMN,
                        fieldPath,
                        line,
                        field.name(),
                        "Hudi adds columns of this name itself",
                        "Rename the field, or leave it out of the contract");
            }
            visit(fieldPath, field.type(), line);
        }
    }

    private void unsupported(String path, int line, String seen, String consequence, String fix) {
        add(RuleCatalog.TYPE_UNSUPPORTED, path, line, seen, consequence, fix);
    }

    private void visitAnnotated(String path, FieldType.Annotated type, int line) {
        String near = Nearest.to(type.logicalType(), AvroLogicalTypes.NAMES);
        if (Nearest.isMisspelt(type.logicalType(), near)) {
            add(
                    RuleCatalog.LOGICAL_TYPE_IGNORED,
                    path,
                    line,
                    "logicalType \"" + type.logicalType() + "\"",
                    "Avro does not know it and ignores it, so values are plain ones",
                    "Write " + near + ", if that is meant");
        }
        visit(path, type.base(), line);
    }

    private void visitTimestamp(String path, FieldType.Timestamp timestamp, int line) {
        if (!timestamp.zoned()) {
            add(
                    RuleCatalog.LOCAL_TIMESTAMP_UNSUPPORTED,
                    path,
                    line,
                    timestamp.render(),
                    "Hudi turns it into a plain long, and Spark's TIMESTAMP_NTZ fails to convert",
                    "Use timestamp-micros in UTC");
        } else if (timestamp.resolution() == Resolution.NANOS) {
            add(
                    RuleCatalog.TIMESTAMP_NANOS_AS_LONG,
                    path,
                    line,
                    timestamp.render(),
                    "Spark reads it as a plain long",
                    "Use timestamp-micros, or long with the unit in its name");
        } else if (timestamp.resolution() == Resolution.MILLIS && !hudi.knowsTimestampMillis()) {
            add(
                    RuleCatalog.TIMESTAMP_MILLIS_ON_OLD_HUDI,
                    path,
                    line,
                    timestamp.render(),
                    "Hudi before 1.1 knows microseconds only, and the table is not what the contract says",
                    "Use timestamp-micros");
        }
    }

    private void add(Rule rule, String path, int line, String seen, String consequence, String fix) {
        findings.add(new SchemaFinding(rule, rule.severity(), path, "", seen, consequence, fix, "", line));
    }
}
