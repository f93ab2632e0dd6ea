package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.PreflightViolationException;
import io.preflightguard.RuleCatalog;
import io.preflightguard.hudi.table.TableFileRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A write to a table that is not whole is refused, if it would build on what is lost. */
class DamagedTableCheckTest {

    @TempDir
    Path folder;

    @Test
    void anUpsertIntoATableThatLostAFileIsRefusedAndWouldHaveInsertedItsKeysOnceMore() throws IOException {
        Path table = folder.resolve("orders");
        TestHudi.create(table);
        Path lost = file(table.resolve("p1"), ".parquet");
        byte[] bytes = Files.readAllBytes(lost);
        Files.delete(lost);

        PreflightReport report = check(table, "upsert", SaveMode.Append);

        assertThat(report.blockingFindings())
                .extracting(Finding::line)
                .singleElement()
                .asString()
                .startsWith("FAIL [TABLE_DAMAGED] " + table + ": p1/" + lost.getFileName() + " (of commit ")
                .contains("before any write");
        assertThatThrownBy(() -> HudiPreflight.on(TestHudi.session())
                        .build()
                        .write(TestHudi.orders(), TestHudi.options("upsert"), table.toString(), SaveMode.Append))
                .isInstanceOf(PreflightViolationException.class);

        TestHudi.orders()
                .write()
                .format("hudi")
                .options(TestHudi.options("upsert"))
                .mode(SaveMode.Append)
                .save(table.toString());
        Files.write(lost, bytes);
        assertThat(TestHudi.count(table))
                .as("rows once the file is back, without the guard")
                .isGreaterThan(1000);
    }

    @ParameterizedTest
    @Tag("main-line")
    @CsvSource({"bulk_insert, Append", "insert_overwrite, Append", "upsert, Overwrite"})
    void aWriteThatReadsNoFileOfTheTableIsNotHeldUpByALostOne(String operation, SaveMode mode) throws IOException {
        Path table = folder.resolve("orders");
        TestHudi.create(table);
        Files.delete(file(table.resolve("p1"), ".parquet"));

        PreflightReport report = check(table, operation, mode);

        assertThat(report.blockingFindings()).extracting(Finding::rule).doesNotContain(RuleCatalog.TABLE_DAMAGED);
        assertThat(TestHudi.outcome(report, TableFileRules.CHECK)).isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void aHalfWrittenCommitStopsWhatReadsItAndSoDoesHudi() throws IOException {
        assertHalfWrittenCommit(SaveMode.Append, true);
    }

    @Test
    @Tag("main-line")
    void aHalfWrittenCommitStopsNoWriteThatReplacesTheTable() throws IOException {
        assertHalfWrittenCommit(SaveMode.Overwrite, false);
    }

    private void assertHalfWrittenCommit(SaveMode mode, boolean refused) throws IOException {
        Path table = folder.resolve("orders");
        TestHudi.create(table);
        Path commit = file(table.resolve(".hoodie"), ".commit");
        Files.write(commit, "{\"partitionTo".getBytes(StandardCharsets.UTF_8));
        Files.deleteIfExists(commit.resolveSibling("." + commit.getFileName() + ".crc"));

        PreflightReport report = check(table, "upsert", mode);

        assertThat(report.blocked()).as(report.headline()).isEqualTo(refused);
        assertThat(fails(table, "upsert", mode)).as("Hudi itself fails").isEqualTo(refused);
        if (refused) {
            assertThat(report.blockingFindings())
                    .extracting(Finding::line)
                    .singleElement()
                    .asString()
                    .startsWith("FAIL [TABLE_DAMAGED] " + table + ": " + table.relativize(commit) + " is not whole: ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "empty, upsert, Append, TABLE_DAMAGED",
        "renamed, upsert, Append, TABLE_DAMAGED",
        "empty, insert_overwrite_table, Overwrite, TABLE_DAMAGED",
        "99, insert_overwrite_table, Overwrite, TABLE_VERSION_UNSUPPORTED",
        "empty, upsert, Overwrite,",
        "half, upsert, Overwrite,",
        "escape, upsert, Overwrite,",
        "renamed, upsert, Overwrite,",
        "99, upsert, Overwrite,",
        "99, bulk_insert, Overwrite,"
    })
    @Tag("long")
    void brokenSettingsStopWhatReadsThemAndSoDoesHudi(String damage, String operation, SaveMode mode, String rule)
            throws IOException {
        Path table = folder.resolve("orders");
        TestHudi.create(table);
        breakSettings(table, damage);

        PreflightReport report = check(table, operation, mode);

        if (rule == null) {
            assertThat(report.blocked()).as(report.headline()).isFalse();
            assertThat(TestHudi.outcome(report, "schema: input against table"))
                    .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                            .isEqualTo("this write replaces the table"));
        } else {
            assertThat(report.headline()).startsWith("[" + rule + "] 1 blocking finding for orders: ");
        }
        assertThat(fails(table, operation, mode)).as("Hudi itself fails").isEqualTo(rule != null);
    }

    private static void breakSettings(Path table, String damage) throws IOException {
        Path file = table.resolve(".hoodie/hoodie.properties");
        String text = Files.readString(file);
        Files.writeString(
                file,
                switch (damage) {
                    case "empty" -> "";
                    case "half" -> "#Updated at some time\nhoodie.table.ty";
                    case "escape" -> text + "\nhoodie.note=\\u12";
                    case "renamed" -> text.replace("hoodie.table.name=orders", "hoodie.table.name=order");
                    default -> text.replaceFirst("hoodie\\.table\\.version=\\d+", "hoodie.table.version=" + damage);
                });
        Files.deleteIfExists(file.resolveSibling(".hoodie.properties.crc"));
    }

    @ParameterizedTest
    @Tag("main-line")
    @CsvSource({"Ignore", "ErrorIfExists"})
    void aModeThatLeavesATableAloneIsSaidSoAndHudiEndsInAnErrorOfItsOwn(SaveMode mode) throws IOException {
        Path table = folder.resolve("orders");
        TestHudi.create(table);
        Map<String, String> before = TestHudi.contents(table);

        assertThat(fails(table, "upsert", mode)).as("Hudi itself fails").isTrue();
        assertThat(TestHudi.contents(table)).isEqualTo(before);

        Files.delete(file(table.resolve("p1"), ".parquet"));
        PreflightReport report = check(table, "upsert", mode);

        assertThat(report.blocked()).as(report.headline()).isFalse();
        assertThat(TestHudi.outcome(report, TableFileRules.CHECK)).isInstanceOf(Outcome.Skipped.class);
        assertThat(TestHudi.outcome(report, "schema: input against table"))
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                        .contains("SaveMode.Ignore and SaveMode.ErrorIfExists write nothing"));
    }

    @Test
    void aTableInOrderPassesAndSaysWhatWasRead() {
        Path table = folder.resolve("orders");
        TestHudi.create(table);

        assertThat(TestHudi.outcome(check(table, "upsert", SaveMode.Append), TableFileRules.CHECK))
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.examined())
                        .matches("\\d+ file slices and the newest 1 of 1 commits"));
        assertThat(TestHudi.outcome(check(folder.resolve("new"), "upsert", SaveMode.Append), TableFileRules.CHECK))
                .isInstanceOf(Outcome.Skipped.class);
    }

    private static PreflightReport check(Path table, String operation, SaveMode mode) {
        Map<String, String> options = TestHudi.options(operation);
        return HudiPreflight.on(TestHudi.session()).build().check(TestHudi.orders(), options, table.toString(), mode);
    }

    private static boolean fails(Path table, String operation, SaveMode mode) {
        try {
            TestHudi.orders()
                    .write()
                    .format("hudi")
                    .options(TestHudi.options(operation))
                    .mode(mode)
                    .save(table.toString());
            return false;
        } catch (Exception failed) { // Scala declares nothing
            return true;
        }
    }

    private static Path file(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
