package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.OptionTables.check;
import static io.preflightguard.hudi.options.OptionTables.createWithOneRow;
import static io.preflightguard.hudi.options.OptionTables.findings;
import static io.preflightguard.hudi.options.OptionTables.guarded;
import static io.preflightguard.hudi.options.OptionTables.isBeforeOne;
import static io.preflightguard.hudi.options.OptionTables.options;
import static io.preflightguard.hudi.options.OptionTables.repaired;
import static io.preflightguard.hudi.options.OptionTables.rows;
import static io.preflightguard.hudi.options.OptionTables.stored;
import static io.preflightguard.hudi.options.OptionTables.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.Verdict;
import io.preflightguard.hudi.TestHudi;
import io.preflightguard.report.TextReport;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hudi.common.config.DFSPropertiesConfiguration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that move, come again or come twice: what Hudi stores without the guard, and with it. */
@Tag("main-line")
class RecordKeysTest {

    private static final String INDEX = "hoodie.index.type";

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void nameTheTable() {
        table = folder.resolve("orders");
    }

    @Test
    void aRowThatMovesIsStoredTwiceUnlessRefusedOrLookedForEverywhere() {
        assertMoves("SIMPLE");
    }

    @Test
    @Tag("long")
    void aRowThatMovesIsMissedByABloomIndexToo() {
        assertMoves("BLOOM");
    }

    private void assertMoves(String index) {
        Map<String, String> options = options("upsert", INDEX, index);
        write(table, rows("('1','A',1,'a')", "('2','A',1,'a')"), options);
        Dataset<Row> moved = rows("('1','B',2,'b')");

        assertThat(findings(guarded(table, moved, options))).containsExactly("FAIL RECORD_KEY_MOVES_PATH id");
        assertThat(stored(table)).containsExactly("1/A/1/a", "2/A/1/a");

        Map<String, String> everywhere = options("upsert", INDEX, "GLOBAL_SIMPLE");
        assertThat(findings(guarded(table, moved, everywhere))).isEmpty();
        assertThat(stored(table)).as("with what was suggested").containsExactly("1/B/2/b", "2/A/1/a");

        write(table, rows("('2','B',2,'b')"), options);
        assertThat(stored(table)).as("without the guard").containsExactly("1/B/2/b", "2/A/1/a", "2/B/2/b");
    }

    @Test
    void aBucketIndexCannotBeRepairedSoTheWriteIsRefused() {
        Map<String, String> options = options("upsert", INDEX, "BUCKET", "hoodie.bucket.index.num.buckets", "2");
        write(table, rows("('1','A',1,'a')"), options);

        assertThat(findings(guarded(table, rows("('1','B',2,'b')"), options)))
                .containsExactly("FAIL RECORD_KEY_MOVES_PATH id");
        write(table, rows("('1','B',2,'b')"), options);
        assertThat(stored(table)).as("without the guard").containsExactly("1/A/1/a", "1/B/2/b");
    }

    @Test
    void nobodyIsWarnedOfMovesWhereTheyDoNoHarm() {
        createWithOneRow(table);

        assertThat(findings(check(table, rows("('1','B',2,'b')"), options("upsert", INDEX, "GLOBAL_SIMPLE"))))
                .isEmpty();
        assertThat(findings(check(table, rows("('1','A',2,'b')", "('3','B',2,'b')"), options("upsert"))))
                .isEmpty();
    }

    @Test
    void aKeyThatNamesItsPathMayLieInSeveral() {
        Map<String, String> options = options("upsert", "hoodie.datasource.write.recordkey.field", "id,p");
        write(table, rows("('1','A',1,'a')"), options);

        assertThat(findings(check(table, rows("('1','B',2,'b')"), options))).isEmpty();
    }

    @Test
    void aTableWithItsKeysInManyPathsIsWarnedOf() {
        write(table, rows("('1','A',1,'a')", "('1','B',1,'a')"), options("upsert"));

        assertThat(findings(check(table, rows("('1','C',2,'b')"), options("upsert"))))
                .containsExactly("WARN RECORD_KEY_MOVES_PATH id");
    }

    /** Ids that each path counts anew: nothing has moved, and a global index would replace one path's rows by another's. */
    @Test
    void keysThatNameARowWithinTheirPathAreNoMoves() {
        write(
                table,
                rows("('1','A',1,'a')", "('1','B',1,'a')", "('2','A',1,'a')", "('7','B',1,'a')"),
                options("upsert"));

        assertThat(findings(check(table, rows("('1','C',2,'b')", "('2','C',2,'b')"), options("upsert"))))
                .containsExactly("WARN RECORD_KEY_MOVES_PATH id");
        assertThat(findings(check(table, rows("('7','A',2,'b')", "('7','B',2,'b')"), options("upsert"))))
                .allMatch(finding -> finding.startsWith("WARN RECORD_KEY_MOVES_PATH"));
        Dataset<Row> batch = rows("('8','A',2,'b')", "('8','B',2,'b')");
        assertThat(findings(guarded(table, batch, options("bulk_insert")))).isEmpty();
        assertThat(stored(table)).contains("8/A/2/b", "8/B/2/b");
    }

    @Test
    void keysInPathsThatTheGuardCannotComputeAreNeverAPass() {
        PreflightReport report = check(
                table,
                rows("('1','A',1,'a')", "('1','B',2,'b')"),
                options(
                        "upsert",
                        "hoodie.datasource.write.keygenerator.class",
                        "org.apache.hudi.keygen.TimestampBasedKeyGenerator",
                        "hoodie.datasource.write.partitionpath.field",
                        "ts",
                        "hoodie.keygen.timebased.timestamp.type",
                        "EPOCHMILLISECONDS",
                        "hoodie.keygen.timebased.output.dateformat",
                        "yyyy-MM-dd"));

        assertThat(outcome(report))
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.reason())
                        .isEqualTo(Outcome.SkipReason.NOT_PROVABLE));
    }

    @Test
    void aRowThatALogFileMayHaveDeletedDoesNotStopAnInsert() {
        String type = "hoodie.datasource.write.table.type";
        Dataset<Row> row = rows("('1','A',1,'a')");
        write(table, row, options("upsert", type, "MERGE_ON_READ"));
        write(table, row, options("delete", type, "MERGE_ON_READ"));
        assertThat(stored(table)).isEmpty();

        assertThat(findings(guarded(table, row, options("insert", type, "MERGE_ON_READ"))))
                .containsExactly("WARN INSERT_OF_STORED_KEY id");
        assertThat(stored(table)).containsExactly("1/A/1/a");
    }

    @Test
    @Tag("long")
    void anInsertThatDropsStoredKeysMissesThoseInOtherPaths() {
        write(table, rows("('1','A',1,'a')"), options("insert"));
        Map<String, String> drops = options("insert", "hoodie.datasource.write.insert.drop.duplicates", "true");

        PreflightReport refused = guarded(table, rows("('1','B',2,'b')"), drops);
        assertThat(findings(refused)).containsExactly("FAIL RECORD_KEY_MOVES_PATH id");
        assertThat(refused.findings().get(0).suggestion())
                .contains("hoodie.datasource.write.operation=upsert and " + INDEX + "=GLOBAL_SIMPLE");
        assertThat(findings(guarded(table, rows("('1','B',2,'b')"), options("upsert", INDEX, "GLOBAL_SIMPLE"))))
                .isEmpty();
        assertThat(stored(table)).as("with what was suggested").containsExactly("1/B/2/b");

        write(table, rows("('1','A',3,'c')"), drops);
        assertThat(stored(table)).as("without the guard").containsExactly("1/A/3/c", "1/B/2/b");
    }

    @Test
    void whatTheSiteSetsForEveryWriteCounts() {
        createWithOneRow(table);
        DFSPropertiesConfiguration.addToGlobalProps(INDEX, "GLOBAL_SIMPLE");
        try {
            assertThat(findings(guarded(table, rows("('1','B',2,'b')"), options("upsert"))))
                    .isEmpty();
        } finally {
            DFSPropertiesConfiguration.refreshGlobalProps();
        }
        assertThat(stored(table)).as("Hudi takes it, too").containsExactly("1/B/2/b");
    }

    @Test
    void oneKeyInTwoPathsOfTheInputIsWarnedOf() {
        Dataset<Row> both = rows("('1','A',1,'a')", "('1','B',2,'b')");

        assertThat(findings(guarded(table, both, options("upsert")))).containsExactly("WARN RECORD_KEY_MOVES_PATH id");
        assertThat(stored(table)).as("with a warning only").containsExactly("1/A/1/a", "1/B/2/b");
    }

    @Test
    void anInsertThatIsRepeatedStoresEveryRowTwiceUnlessRefused() {
        assertRepeatedRun("insert");
    }

    @Test
    @Tag("long")
    void aBulkInsertThatIsRepeatedStoresEveryRowTwiceUnlessRefused() {
        assertRepeatedRun("bulk_insert");
    }

    private void assertRepeatedRun(String operation) {
        Dataset<Row> batch = rows("('1','A',1,'a')", "('2','B',1,'a')");
        write(table, batch, options(operation));

        assertThat(findings(guarded(table, batch, options(operation)))).containsExactly("FAIL INSERT_OF_STORED_KEY id");
        assertThat(stored(table)).containsExactly("1/A/1/a", "2/B/1/a");
        assertThat(findings(guarded(table, batch, options("upsert")))).isEmpty();
        assertThat(stored(table)).as("by upsert").containsExactly("1/A/1/a", "2/B/1/a");

        write(table, batch, options(operation));
        assertThat(stored(table)).as("without the guard").containsExactly("1/A/1/a", "1/A/1/a", "2/B/1/a", "2/B/1/a");
    }

    @Test
    void anInsertOfNewKeysOrThatDropsStoredOnesIsLeftAlone() {
        write(table, rows("('1','A',1,'a')"), options("insert"));
        Dataset<Row> again = rows("('1','A',2,'b')");

        assertThat(findings(check(table, rows("('2','A',1,'a')"), options("insert"))))
                .isEmpty();
        assertThat(findings(check(
                        table, again, options("insert", "hoodie.datasource.write.insert.drop.duplicates", "true"))))
                .isEmpty();
        assertThat(findings(check(table, again, options("insert", "hoodie.merge.allow.duplicate.on.inserts", "false"))))
                .containsExactly("WARN INSERT_OF_STORED_KEY id");
    }

    /** Hudi 0.15.0 takes the option and ignores it. */
    @Test
    @Tag("long")
    void theDuplicatePolicyCountsFromHudiOneOn() {
        Dataset<Row> batch = rows("('1','A',1,'a')");
        Map<String, String> options = options("insert", "hoodie.datasource.insert.dup.policy", "drop");
        write(table, batch, options);
        boolean harm = isBeforeOne();

        assertThat(findings(check(table, batch, options)).isEmpty()).isEqualTo(!harm);
        write(table, batch, options);
        assertThat(stored(table)).hasSize(harm ? 2 : 1);
    }

    @Test
    void aKeyThatComesTwiceIsStoredTwiceUnlessRefusedOrRepaired() {
        assertRepeatedKey("insert", "hoodie.combine.before.insert");
    }

    @ParameterizedTest
    @CsvSource({
        "bulk_insert, hoodie.combine.before.insert",
        "insert_overwrite, hoodie.combine.before.insert",
        "upsert, hoodie.combine.before.upsert"
    })
    @Tag("long")
    void aKeyThatComesTwiceIsStoredTwiceByOtherOperationsToo(String operation, String option) {
        assertRepeatedKey(operation, option);
    }

    private void assertRepeatedKey(String operation, String option) {
        Map<String, String> options = options(operation, option, "false");
        Dataset<Row> batch = rows("('1','A',1,'a')", "('1','A',2,'b')", "('2','A',1,'a')");

        assertThat(findings(guarded(table, batch, options))).containsExactly("FAIL RECORD_KEY_REPEATED id");
        assertThat(repaired(table, batch, options).verdict()).isEqualTo(Verdict.REPAIRED);
        assertThat(stored(table)).as("repaired").containsExactly("1/A/2/b", "2/A/1/a");

        Path other = folder.resolve("other");
        write(other, batch, options);
        assertThat(stored(other)).as("without the guard").containsExactly("1/A/1/a", "1/A/2/b", "2/A/1/a");
    }

    @Test
    void aKeyThatComesOnceIsAPassOnlyWhereEveryRowWasRead() {
        PreflightReport few = check(table, TestHudi.orders(), options("insert"));
        PreflightReport many = check(
                table,
                TestHudi.session()
                        .range(0, 50_000, 1, 64)
                        .selectExpr("cast(id as string) as id", "'A' as p", "id as ts", "'x' as v"),
                options("insert"));

        assertThat(outcome(few)).as(TextReport.of(few)).isInstanceOf(Outcome.Passed.class);
        assertThat(outcome(many)).as(TextReport.of(many)).isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> {
            assertThat(skipped.reason()).isEqualTo(Outcome.SkipReason.NOT_PROVABLE);
            assertThat(skipped.explanation())
                    .contains("record keys, followed through the")
                    .contains("rows that were read");
        });
        assertThat(many.verdict()).isEqualTo(Verdict.PASSED);
    }

    private static Outcome outcome(PreflightReport report) {
        return report.results().stream()
                .filter(result -> result.check().equals(KeyRules.REPEATED))
                .findFirst()
                .orElseThrow()
                .outcome();
    }
}
