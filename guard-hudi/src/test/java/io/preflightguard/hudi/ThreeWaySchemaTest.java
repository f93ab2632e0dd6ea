package io.preflightguard.hudi;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.Severity;
import io.preflightguard.contract.SchemaContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input, contract and table, held against one another. */
@Tag("main-line")
class ThreeWaySchemaTest {

    @TempDir
    static Path folder;

    private static Path table;

    /** Once: no test changes it. */
    @BeforeAll
    static void writeTheTable() {
        table = folder.resolve("orders");
        rows("note")
                .write()
                .format("hudi")
                .options(TestHudi.options("insert"))
                .mode(SaveMode.Append)
                .save(table.toString());
    }

    @Test
    void aNullWhereTheContractRequiresAValueIsRefused() {
        PreflightReport report =
                check(rows("nullif(note, 'n7')"), contract(field("note", "\"string\""), FITTING_ITEM), Map.of());

        assertThat(report.blockingFindings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("REQUIRED_FIELD_NULL");
            assertThat(finding.line())
                    .isEqualTo("FAIL [REQUIRED_FIELD_NULL] note: is null where the contract requires a value: the write"
                            + " fails in a task, or readers do (observed 1 of the 100 rows that were read, limit no"
                            + " null by contract). Fill the nulls or set these rows aside before the write, or make the"
                            + " field nullable.");
        });
    }

    @Test
    void aNestedNullWhereTheTableRequiresAValueIsRefusedAndWouldFailInATask() {
        Path strict = folder.resolve("strict");
        TestHudi.create(strict); // whose item.price is not null
        Dataset<Row> batch = TestHudi.orders()
                .where("ts < 50")
                .withColumn("item", expr("named_struct('name', item.name, 'price', nullif(item.price, 3))"));

        PreflightReport report = HudiPreflight.on(TestHudi.session())
                .build()
                .check(batch, TestHudi.options("upsert"), strict.toString());

        assertThat(TestHudi.outcome(report, SampleSteps.NULLS).findings())
                .extracting(Finding::subject)
                .containsExactly("item.price");
    }

    @Test
    void aNullableColumnWithoutNullsFitsARequiredField() {
        PreflightReport report =
                check(rows("nullif(note, '')"), contract(field("note", "\"string\""), FITTING_ITEM), Map.of());

        assertThat(report.blockingFindings()).isEmpty();
        assertThat(TestHudi.outcome(report, SampleSteps.NULLS))
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.examined())
                        .endsWith("in the 100 rows that were read"));
    }

    @Test
    void whatTheContractChangedOrLeavesOutOfTheTableIsSeen() {
        PreflightReport report = check(
                rows("note"),
                contract(
                        field(
                                "note",
                                "{\"type\":\"record\",\"name\":\"Note\",\"fields\":[" + field("text", "\"string\"")
                                        + "]}"),
                        field("extra", "[\"null\",\"int\"],\"default\":null")),
                Map.of());

        assertThat(TestHudi.outcome(report, SchemaSteps.CONTRACT_AGAINST_TABLE).findings())
                .extracting(finding -> finding.severity() + " " + finding.rule().id() + " " + finding.subject())
                .contains(
                        "FAIL TYPE_CHANGED note",
                        "WARN TABLE_COLUMN_UNDECLARED item",
                        "INFO FIELD_ADDED_OPTIONAL extra");
    }

    @Test
    void aRequiredFieldOfTheContractThatTheTableMayHoldNullInIsOnlyNoted() {
        PreflightReport report = check(rows("note"), contract(field("note", "\"string\""), FITTING_ITEM), Map.of());

        assertThat(TestHudi.outcome(report, SchemaSteps.CONTRACT_AGAINST_TABLE))
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                        .allSatisfy(note -> assertThat(note.severity()).isEqualTo(Severity.INFO))
                        .extracting(note -> note.rule().id() + " " + note.subject())
                        .contains("TABLE_NULLABLE_CONTRACT_REQUIRED note"));
    }

    @Test
    void milliSecondsInTheContractAreWarnedOfOnAHudiThatKeepsMicroseconds() {
        PreflightReport report = check(
                rows("note").withColumn("at", expr("timestamp_seconds(nullif(ts, -1))")),
                contract(
                        FITTING_NOTE,
                        FITTING_ITEM,
                        field(
                                "at",
                                "[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}],\"default\":null")),
                Map.of());

        assertThat(TestHudi.outcome(report, SchemaSteps.CONTRACT_ITSELF).findings())
                .extracting(finding -> finding.rule().id() + " " + finding.subject())
                .as("both lines that are tested are older than 1.1")
                .containsExactly("TIMESTAMP_MILLIS_ON_OLD_HUDI at");
        assertThat(report.blockingFindings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.datasource.write.reconcile.schema",
                "hoodie.write.set.null.for.missing.columns",
                "hoodie.datasource.write.schema.allow.auto.evolution.column.drop"
            })
    void anOptionThatWeakensHudisCheckIsWarnedOf(String option) {
        PreflightReport report = check(rows("note"), null, Map.of(option, "true"));

        assertThat(TestHudi.outcome(report, WriteOptionRules.CHECK).findings())
                .extracting(finding -> finding.rule().id() + " " + finding.subject())
                .containsExactly("SCHEMA_CHECK_WEAKENED " + option);
        assertThat(report.blockingFindings()).isEmpty();
    }

    @Test
    void validationIsWarnedOfOnlyWhereANestedFieldIsMissing() {
        Map<String, String> option = Map.of("hoodie.avro.schema.validate", "true");
        Dataset<Row> nestedLoss = rows("note").withColumn("item", expr("named_struct('name', item.name)"));

        assertThat(TestHudi.outcome(check(rows("note"), null, option), WriteOptionRules.CHECK)
                        .findings())
                .isEmpty();
        assertThat(TestHudi.outcome(check(nestedLoss, null, option), WriteOptionRules.CHECK)
                        .findings())
                .extracting(Finding::subject)
                .containsExactly("hoodie.avro.schema.validate");
    }

    @Test
    void aRuleCanBeSwitchedOffForOneField() {
        PreflightReport report = HudiPreflight.on(TestHudi.session())
                .set("spark.guard.rules", "TYPE_CHANGED@note=warn")
                .build()
                .check(
                        rows("note").withColumn("note", expr("array(note)")),
                        TestHudi.options("upsert"),
                        table.toString());

        assertThat(report.blockingFindings()).isEmpty();
        assertThat(TestHudi.outcome(report, SchemaSteps.AGAINST_TABLE).findings())
                .extracting(finding -> finding.severity() + " " + finding.rule().id())
                .containsExactly("WARN TYPE_CHANGED");
    }

    @Test
    void aContractThatCannotBeReadLeavesItsRequiredFieldsInDoubt() {
        PreflightReport report = check(rows("note"), "{", Map.of());

        assertThat(TestHudi.outcome(report, SampleSteps.NULLS))
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> {
                    assertThat(skipped.reason().leavesDoubt()).isTrue();
                    assertThat(skipped.explanation()).contains("contract could not be read");
                });
    }

    @Test
    void aContractThatAvroRefusesIsWarnedOf() {
        PreflightReport report = check(
                rows("note"),
                contract(field("note", "[\"null\",\"string\"],\"default\":\"x\""), FITTING_ITEM),
                Map.of());

        assertThat(TestHudi.outcome(report, SchemaSteps.CONTRACT_ITSELF).findings())
                .extracting(finding -> finding.severity() + " " + finding.rule().id())
                .containsExactly("WARN DEFAULT_NOT_FIRST_BRANCH");
    }

    @Test
    void twoNewColumnsThatDifferOnlyInCaseAreRefusedBeforeThereIsATable() {
        TestHudi.session().conf().set("spark.sql.caseSensitive", "true");
        try {
            PreflightReport report = HudiPreflight.on(TestHudi.session())
                    .build()
                    .check(
                            rows("note").withColumn("Note", expr("note")),
                            TestHudi.options("insert"),
                            folder.resolve("none").toString());

            assertThat(report.blockingFindings())
                    .extracting(finding -> finding.rule().id() + " " + finding.subject())
                    .containsExactly("FIELD_CASE_COLLISION Note");
        } finally {
            TestHudi.session().conf().unset("spark.sql.caseSensitive");
        }
    }

    /** A row that is to be deleted may carry only its key, and the column that says so is the user's own. */
    @Test
    void theColumnThatMarksDeletedRowsIsComparedAsAnyOther() {
        Path marked = folder.resolve("marked");
        rows("note")
                .withColumn("_hoodie_is_deleted", expr("nullif(false, true)"))
                .write()
                .format("hudi")
                .options(TestHudi.options("insert"))
                .mode(SaveMode.Append)
                .save(marked.toString());

        PreflightReport report = HudiPreflight.on(TestHudi.session())
                .build()
                .check(rows("note"), TestHudi.options("upsert"), marked.toString());

        assertThat(report.blockingFindings())
                .extracting(finding -> finding.rule().id() + " " + finding.subject())
                .containsExactly("FIELD_REMOVED _hoodie_is_deleted");
    }

    @Test
    void aRecursiveContractIsNoPass() {
        String tree = "{\"type\":\"record\",\"name\":\"Tree\",\"fields\":["
                + field("children", "{\"type\":\"array\",\"items\":\"Tree\"}") + "]}";

        PreflightReport report = check(rows("note"), tree, Map.of());

        assertThat(TestHudi.outcome(report, SchemaSteps.AGAINST_CONTRACT))
                .isInstanceOfSatisfying(Outcome.Errored.class, errored -> assertThat(errored.problem())
                        .contains("record Tree contains itself"));
    }

    private static final String FITTING_NOTE = field("note", "[\"null\",\"string\"],\"default\":null");
    private static final String FITTING_ITEM = field(
            "item",
            "{\"type\":\"record\",\"name\":\"Item\",\"fields\":[" + field("name", "\"string\"") + ","
                    + field("price", "\"int\"") + "]}");

    private PreflightReport check(Dataset<Row> frame, String contract, Map<String, String> further) {
        Map<String, String> options = new HashMap<>(TestHudi.options("upsert"));
        options.putAll(further);
        HudiPreflight.Builder builder = HudiPreflight.on(TestHudi.session());
        if (contract != null) {
            builder.contract(SchemaContract.text("orders", contract));
        }
        return builder.build().check(frame, options, table.toString());
    }

    private static String contract(String... fields) {
        return "{\"type\":\"record\",\"name\":\"Order\",\"fields\":["
                + String.join(
                        ",", List.of(field("id", "\"string\""), field("p", "\"string\""), field("ts", "\"long\"")))
                + "," + String.join(",", fields) + "]}";
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
    }

    /** A hundred orders {@code id, p, ts, item, note}, the note as given and nullable. */
    private static Dataset<Row> rows(String note) {
        return TestHudi.orders()
                .where("ts < 100")
                .withColumn("note", expr("nullif(concat('n', id), '')"))
                .select(col("id"), col("p"), col("ts"), col("item"), expr(note).as("note"));
    }
}
