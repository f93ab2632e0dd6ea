package io.preflightguard.hudi;

import static io.preflightguard.hudi.TestHudi.contents;
import static io.preflightguard.hudi.TestHudi.options;
import static io.preflightguard.hudi.TestHudi.orders;
import static io.preflightguard.hudi.TestHudi.outcome;
import static io.preflightguard.hudi.TestHudi.skewed;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.CheckResult;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.PreflightViolationException;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Verdict;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.hudi.table.HudiTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a check says of inputs and tables that are not as they should be. */
class PreflightCheckTest {

    @TempDir
    Path folder;

    private final SparkSession spark = TestHudi.session();
    private Path table;

    @BeforeEach
    void nameTheTable() {
        table = folder.resolve("orders");
    }

    @Test
    void everyNestedChangeIsReportedAtOnce() {
        TestHudi.create(table);
        Dataset<Row> drifted = orders().drop("amount")
                .withColumn("item", expr("named_struct('name', 1L, 'colour', 'red')"))
                .withColumn("note", expr("cast(null as string)"))
                .withColumn("flag", lit(true));

        PreflightReport report = guard().build().check(drifted, options("upsert"), table.toString());

        assertThat(report.findings())
                .extracting(finding -> finding.rule().id() + " " + finding.subject())
                .containsExactly(
                        "FIELD_ADDED_REQUIRED flag",
                        "FIELD_ADDED_REQUIRED item.colour",
                        "FIELD_REMOVED amount",
                        "FIELD_REMOVED item.price",
                        "TYPE_CHANGED item.name",
                        "FIELD_ADDED_OPTIONAL note");
        assertThat(report.blocked()).isTrue();
    }

    @Test
    @Tag("main-line")
    void theSamePathSkewIsHarmlessWhereNothingIsShuffledByIt() {
        PreflightReport report = guard().set("spark.guard.skew.min-task-size", "1m")
                .build()
                .check(skewed(), options("bulk_insert"), table.toString());

        assertThat(report.blocked()).as(report.headline()).isFalse();
    }

    @Test
    @Tag("main-line")
    void aMissingKeyColumnIsNamedWithTheNearest() {
        Map<String, String> options = options("upsert");
        options.put("hoodie.datasource.write.recordkey.field", "idd");

        PreflightReport report = guard().build().check(orders(), options, table.toString());

        assertThat(report.blockingFindings())
                .extracting(Finding::line)
                .singleElement()
                .asString()
                .contains("[KEY_COLUMN_MISSING] idd")
                .contains("hoodie.datasource.write.recordkey.field")
                .contains("the nearest is id");
    }

    @Test
    @Tag("main-line")
    void anEmptyInputNeverPasses() {
        PreflightReport report = guard().build().check(orders().where("ts < 0"), options("upsert"), table.toString());

        assertThat(report.verdict()).isEqualTo(Verdict.WARNED);
        assertThat(report.findings()).extracting(Finding::rule).contains(RuleCatalog.INPUT_EMPTY);
    }

    @Test
    void typesThatHudiCannotStoreAreRefusedEvenForANewTable() {
        Dataset<Row> frame = orders().withColumn("at", expr("timestamp_ntz '2001-01-01 00:00:00'"))
                .withColumn("item", expr("named_struct('nothing', null)"));

        PreflightReport report = guard().build().check(frame, options("upsert"), table.toString());

        assertThat(report.blockingFindings())
                .extracting(finding -> finding.rule().id() + " " + finding.subject())
                .containsExactly("TYPE_UNSUPPORTED at", "TYPE_UNSUPPORTED item.nothing");
        if (HudiTable.hudiVersion().matches("(0|1\\.0)\\..*")) { // 1.1 stores it
            assertThatThrownBy(() -> frame.drop("item")
                            .write()
                            .format("hudi")
                            .options(options("upsert"))
                            .mode(SaveMode.Append)
                            .save(table.toString()))
                    .as("the same write without the guard")
                    .isInstanceOf(Exception.class);
        }
    }

    @Test
    @Tag("main-line")
    void namesThatAvroCannotWriteAreRefused() {
        Dataset<Row> frame = orders().withColumn("my col", lit(1))
                .withColumn("a.b", lit(1))
                .withColumn("codes", expr("map(1, 'one')"));

        PreflightReport report = guard().build().check(frame, options("upsert"), table.toString());

        assertThat(report.blockingFindings())
                .extracting(finding -> finding.rule().id() + " " + finding.subject())
                .containsExactly("FIELD_NAME_ILLEGAL a.b", "FIELD_NAME_ILLEGAL my col", "TYPE_UNSUPPORTED codes");
    }

    @Test
    @Tag("main-line")
    void aKeyColumnThatCannotBeHashedLosesNoOtherCheck() {
        PreflightReport report = guard().keyColumns(List.of("labels"))
                .build()
                .check(orders().withColumn("labels", expr("map('a', 'b')")), options("upsert"), table.toString());

        assertThat(outcome(report, "skew: key column labels")).isInstanceOf(Outcome.Skipped.class);
        assertThat(outcome(report, "input: rows")).isInstanceOf(Outcome.Passed.class);
        assertThat(outcome(report, "skew: partition path")).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    @Tag("main-line")
    void aPathThatTheGuardCannotComputeIsLeftToHudi() {
        Map<String, String> options = options("upsert");
        options.put("hoodie.datasource.write.keygenerator.class", "org.apache.hudi.keygen.CustomKeyGenerator");
        options.put("hoodie.datasource.write.partitionpath.field", "p:SIMPLE,ts:TIMESTAMP");

        PreflightReport report = guard().build().check(orders(), options, table.toString());

        assertThat(report.blocked()).as(report.headline()).isFalse();
        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    @Tag("main-line")
    void aPathWithOtherFilesIsNoTable() throws Exception {
        Files.createDirectories(table);
        Files.writeString(table.resolve("notes.txt"), "mine");

        PreflightReport report = guard().build().check(orders(), options("upsert"), table.toString());

        assertThat(report.headline()).startsWith("[TABLE_NOT_HUDI] 1 blocking finding for orders: ");
    }

    @Test
    void aTableOfAVersionFromTheFutureIsSaidSoInWords() throws Exception {
        TestHudi.create(table);
        Path properties = table.resolve(".hoodie/hoodie.properties");
        String text = Files.readString(properties);
        Files.writeString(properties, text.replaceFirst("hoodie\\.table\\.version=\\d+", "hoodie.table.version=99"));
        Files.deleteIfExists(table.resolve(".hoodie/.hoodie.properties.crc"));

        PreflightReport report = guard().build().check(orders(), options("upsert"), table.toString());

        assertThat(report.headline())
                .startsWith("[TABLE_VERSION_UNSUPPORTED] 1 blocking finding for orders: ")
                .contains("has table version 99");
    }

    @Test
    void anEmptyFolderIsANewTable() throws Exception {
        Files.createDirectories(table);

        assertThat(guard().build()
                        .check(orders(), options("upsert"), table.toString())
                        .verdict())
                .isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @Tag("main-line")
    @CsvSource(
            delimiter = '|',
            value = {
                "missing.avsc | missing.avsc does not exist",
                "broken.avsc | broken.avsc cannot be used: not an Avro schema: ",
                "text.avsc | text.avsc cannot be used: the root of a table's schema is a record, not string"
            })
    void anUnreadableContractIsCouldNotCheckAndNotAPass(String file, String problem) throws Exception {
        Files.writeString(folder.resolve("broken.avsc"), "{ this is no schema");
        Files.writeString(folder.resolve("text.avsc"), "\"string\"");

        PreflightReport report = guard().contract(
                        SchemaContract.file(folder.resolve(file).toString()))
                .build()
                .check(orders(), options("upsert"), table.toString());

        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report.blocked()).isFalse();
        assertThat(outcome(report, "schema: input against contract"))
                .isInstanceOfSatisfying(Outcome.Errored.class, errored -> assertThat(errored.problem())
                        .contains(problem)
                        .doesNotContain("\n", "Exception"));
        assertThatThrownBy(() -> guard().contract(
                                SchemaContract.file(folder.resolve(file).toString()))
                        .set("spark.guard.on-error", "block")
                        .build()
                        .write(orders(), options("upsert"), table.toString(), SaveMode.Append))
                .isInstanceOf(PreflightViolationException.class)
                .hasMessageStartingWith("[PREFLIGHT_ERROR] 1 check could not be made for orders: ");
        assertThat(contents(table)).isEmpty();
    }

    @ParameterizedTest
    @Tag("main-line")
    @CsvSource({"id, RECORD_KEY_NULL", "p, KEY_ONLY_NULL", "ts, KEY_ONLY_NULL"})
    void aKeyOfNullsOnlyNeverPasses(String column, String rule) {
        PreflightReport report = guard().keyColumns(List.of("ts"))
                .build()
                .check(
                        orders().withColumn(
                                        column,
                                        lit(null)
                                                .cast(orders().schema()
                                                        .apply(column)
                                                        .dataType())),
                        options("upsert"),
                        table.toString());

        assertThat(report.findings()).extracting(finding -> finding.rule().id()).contains(rule);
        assertThat(report.verdict()).isNotEqualTo(Verdict.PASSED);
    }

    @Test
    @Tag("main-line")
    void twoThousandColumnsAreCheckedAndWarnedOf() {
        Column[] columns =
                IntStream.range(0, 2000).mapToObj(i -> lit(i).as("c" + i)).toArray(Column[]::new);
        Dataset<Row> wide = orders().select(ArrayUtils.addAll(new Column[] {col("id"), col("p"), col("ts")}, columns));

        PreflightReport report = guard().build().check(wide, options("bulk_insert"), table.toString());

        assertThat(report.verdict()).as(report.headline()).isEqualTo(Verdict.WARNED);
        assertThat(report.findings()).extracting(Finding::rule).containsExactly(RuleCatalog.INPUT_WIDE);
        assertThat(report.results())
                .extracting(CheckResult::outcome)
                .as("no check gave up on it")
                .noneMatch(outcome -> outcome instanceof Outcome.Errored);
    }

    @Test
    @Tag("main-line")
    void rowsBehindAShuffleLeaveTheVerdictIncomplete() {
        PreflightReport report = guard().build().check(orders().repartition(3), options("upsert"), table.toString());

        assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(report.cost().sparkJobs()).as("jobs run").isZero();
    }

    @Test
    void aDeleteNeedsNoMoreOfARowThanItsKey() {
        TestHudi.create(table);
        Map<String, String> options = options("delete");

        PreflightReport report = guard().contract(SchemaContract.text(
                        "orders",
                        "{\"type\":\"record\",\"name\":\"o\","
                                + "\"fields\":[{\"name\":\"amount\",\"type\":\"int\"}]}"))
                .build()
                .check(orders().select("id", "p", "ts"), options, table.toString());

        assertThat(report.blocked()).as(report.headline()).isFalse();
        assertThat(outcome(report, "schema: input against table")).isInstanceOf(Outcome.Skipped.class);
        assertThat(outcome(report, "sizing"))
                .as("a delete's shuffles are not modelled")
                .isInstanceOf(Outcome.Skipped.class);
    }

    private HudiPreflight.Builder guard() {
        return HudiPreflight.on(spark);
    }
}
