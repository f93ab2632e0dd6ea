package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.RuleCatalog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table that a bulk_insert filled, and what an upsert of the very same columns then does to it. The list of codes, whose
 * elements are never null, survives everything.
 */
class StoredFormTest {

    private static final String LEGACY = "hoodie.parquet.writelegacyformat.enabled";
    private static final String ROW_WRITER = "hoodie.datasource.write.row.writer.enable";
    private static final String MEANT = "{\"prices\":[1,7],\"lines\":[{\"q\":1}],\"codes\":[1],\"total\":1.45}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "insert", "delete"})
    void aListThatABulkInsertStoredIsLostUnlessTheWriteIsRefused(String operation) {
        Path table = fill();

        PreflightReport report = check(table, operation);

        assertThat(report.blockingFindings())
                .filteredOn(finding -> finding.rule().equals(RuleCatalog.STORED_FORM_MISREAD))
                .extracting(Finding::subject)
                .containsExactly("lines", "prices");
        if (operation.equals("upsert")) {
            assertThat(afterUpsert(table)).as("what happens without the guard").isNotEqualTo(MEANT);
        }
    }

    @Test
    void aDecimalThatWasStoredAsAnIntegerLosesItsScaleUnlessTheWriteIsRefused() {
        Path table = fill(Map.of(LEGACY, "false"));

        PreflightReport report = check(table, "upsert");

        assertThat(report.blockingFindings())
                .extracting(finding -> finding.rule().id() + " " + finding.subject())
                .containsExactly("STORED_FORM_MISREAD total");
        assertThat(afterUpsert(table)).as("what happens without the guard").contains("\"total\":145.00");
    }

    @Test
    void theGuardStaysQuietWhereAvroWroteTheFilesAndTheUpsertIsRight() {
        Path table = fill(Map.of(ROW_WRITER, "false"));

        PreflightReport report = check(table, "upsert");

        assertThat(report.blockingFindings()).isEmpty();
        assertThat(TestHudi.outcome(report, StoredFormRules.CHECK)).isInstanceOf(Outcome.Passed.class);
        assertThat(afterUpsert(table)).isEqualTo(MEANT);
    }

    @Test
    void aBulkInsertIsWarnedOfWhatItLeavesBehind() {
        Path table = folder.resolve("new");

        assertThat(findings(check(table, "bulk_insert")))
                .containsExactly("BULK_INSERT_MISREAD_LATER lines", "BULK_INSERT_MISREAD_LATER prices");
        assertThat(findings(check(table, "bulk_insert", Map.of(LEGACY, "false"))))
                .containsExactly("BULK_INSERT_MISREAD_LATER total");
        assertThat(findings(check(table, "bulk_insert", Map.of(ROW_WRITER, "false"))))
                .isEmpty();
        assertThat(findings(check(table, "insert"))).isEmpty();
    }

    private static List<String> findings(PreflightReport report) {
        return TestHudi.outcome(report, StoredFormRules.CHECK).findings().stream()
                .map((Finding finding) -> finding.rule().id() + " " + finding.subject())
                .toList();
    }

    private static PreflightReport check(Path table, String operation) {
        return check(table, operation, Map.of());
    }

    private static PreflightReport check(Path table, String operation, Map<String, String> further) {
        Map<String, String> options = new HashMap<>(TestHudi.options(operation));
        options.putAll(further);
        return HudiPreflight.on(TestHudi.session()).build().check(rows(), options, table.toString());
    }

    private Path fill() {
        Path table = folder.resolve("orders");
        TableTemplates.copy("lists", table, template -> fill(template, Map.of()));
        return table;
    }

    private Path fill(Map<String, String> further) {
        Path table = folder.resolve("orders");
        fill(table, further);
        return table;
    }

    private static void fill(Path table, Map<String, String> further) {
        Map<String, String> options = new HashMap<>(TestHudi.options("bulk_insert"));
        options.putAll(further);
        rows().write().format("hudi").options(options).mode(SaveMode.Append).save(table.toString());
    }

    /** The row with ts 1, which is not in the batch but in its file. */
    private static String afterUpsert(Path table) {
        try {
            rows().where("ts = 2")
                    .write()
                    .format("hudi")
                    .options(TestHudi.options("upsert"))
                    .mode(SaveMode.Append)
                    .save(table.toString());
        } catch (Exception failed) {
            return "the write failed";
        }
        return TestHudi.session()
                .read()
                .format("hudi")
                .load(table.toString())
                .where("ts = 1")
                .selectExpr("to_json(struct(prices, lines, codes, total))")
                .first()
                .getString(0);
    }

    private static Dataset<Row> rows() {
        return TestHudi.session()
                .range(0, 10, 1, 1)
                .selectExpr(
                        "cast(id as string) as id",
                        "'p' as p",
                        "id as ts",
                        "array(nullif(cast(id as int), -1), 7) as prices",
                        "array(if(id < 0, null, named_struct('q', id))) as lines",
                        "array(cast(id as int)) as codes",
                        "cast(id + 0.45 as decimal(10,2)) as total");
    }
}
