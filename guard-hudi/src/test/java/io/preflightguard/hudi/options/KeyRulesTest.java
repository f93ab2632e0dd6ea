package io.preflightguard.hudi.options;

import static io.preflightguard.hudi.options.PlainWrites.BEFORE_ONE;
import static io.preflightguard.hudi.options.PlainWrites.LINES;
import static io.preflightguard.hudi.options.PlainWrites.ONE;
import static io.preflightguard.hudi.options.PlainWrites.findings;
import static io.preflightguard.hudi.options.PlainWrites.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.hudi.table.StoredKeys;
import io.preflightguard.spark.sample.FollowedKeys;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of keys that come twice, come again or move; {@link RecordKeysTest} shows on real tables that it is so. */
class KeyRulesTest {

    private static final String INDEX = "hoodie.index.type";
    private static final String ORDERING = "hoodie.datasource.write.precombine.field";
    private static final String DROP = "hoodie.datasource.write.insert.drop.duplicates";

    private static final String REPEATED = "FAIL RECORD_KEY_REPEATED id";
    private static final String STORED = "FAIL INSERT_OF_STORED_KEY id";
    private static final String MAY_BE_STORED = "WARN INSERT_OF_STORED_KEY id";
    private static final String MOVED = "FAIL RECORD_KEY_MOVES_PATH id";
    private static final String MAY_HAVE_MOVED = "WARN RECORD_KEY_MOVES_PATH id";

    private static final FollowedKeys ONCE = new FollowedKeys(3, 3, 3, 0, 0, 0, true, List.of());
    private static final FollowedKeys TWICE = new FollowedKeys(3, 2, 3, 1, 1, 0, true, List.of());
    private static final FollowedKeys IN_TWO_PATHS = new FollowedKeys(3, 2, 3, 1, 0, 1, true, List.of());

    private static final StoredKeys IN_OWN_PATH = new StoredKeys(2, 2, true, false, 1, 0, 0);
    private static final StoredKeys IN_OTHER_PATH = new StoredKeys(2, 2, true, false, 0, 1, 0);

    @ParameterizedTest
    @CsvSource({
        "insert, hoodie.combine.before.insert",
        "bulk_insert, hoodie.combine.before.insert",
        "insert_overwrite, hoodie.combine.before.insert",
        "insert_overwrite_table, hoodie.combine.before.insert",
        "upsert, hoodie.combine.before.upsert"
    })
    void aKeyThatComesTwiceIsRefusedUnlessItsRowsAreCombined(String operation, String option) {
        for (HudiLine hudi : LINES) {
            CheckResult refused = KeyRules.repeated(of(hudi, operation, option, "false"), TWICE);

            assertThat(findings(refused)).as(hudi.version()).containsExactly(REPEATED);
            assertThat(refused.outcome().findings().get(0).remedies())
                    .containsExactly(new Remedy.SetWriteOption(option, "true"));
            assertThat(KeyRules.repeated(of(hudi, operation, option, "true"), TWICE)
                            .outcome())
                    .as("combined, %s", hudi.version())
                    .isInstanceOf(Outcome.Passed.class);
            assertThat(KeyRules.repeated(of(hudi, operation, option, "false"), ONCE)
                            .outcome())
                    .as("each key once, %s", hudi.version())
                    .isInstanceOf(Outcome.Passed.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"insert, true", "bulk_insert, true", "insert_overwrite, true", "upsert, false"})
    void withoutTheOptionOnlyAnUpsertCombines(String operation, boolean refused) {
        for (HudiLine hudi : LINES) {
            assertThat(findings(KeyRules.repeated(of(hudi, operation), TWICE)))
                    .as(hudi.version())
                    .isEqualTo(refused ? List.of(REPEATED) : List.of());
        }
    }

    @Test
    void withoutAnOrderingFieldCombiningIsNoRepair() {
        Finding refused = KeyRules.repeated(of(ONE, "insert", ORDERING, null), TWICE)
                .outcome()
                .findings()
                .get(0);

        assertThat(refused.remedies()).isEmpty();
        assertThat(refused.suggestion()).contains(ORDERING + "=");
        assertThat(findings(KeyRules.repeated(of(ONE, "upsert", ORDERING, null), TWICE)))
                .containsExactly("WARN ORDERING_FIELD_UNSET id");
        assertThat(findings(KeyRules.repeated(of(BEFORE_ONE, "upsert", ORDERING, null), TWICE)))
                .as("which orders by a column ts")
                .isEmpty();
    }

    @Test
    void rowsOfOneKeyInTwoPathsAreTwoRowsUnlessTheIndexIsGlobal() {
        for (HudiLine hudi : LINES) {
            assertThat(findings(KeyRules.repeated(of(hudi, "upsert"), IN_TWO_PATHS)))
                    .containsExactly(MAY_HAVE_MOVED);
            assertThat(KeyRules.repeated(of(hudi, "upsert", INDEX, "GLOBAL_SIMPLE"), IN_TWO_PATHS)
                            .outcome())
                    .isInstanceOf(Outcome.Passed.class);
            assertThat(KeyRules.repeated(of(hudi, "insert"), IN_TWO_PATHS).outcome())
                    .as("a key in several paths may have two rows in one of them")
                    .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.reason())
                            .isEqualTo(Outcome.SkipReason.NOT_PROVABLE));
        }
    }

    @Test
    void whatWasNotLookedAtToTheEndIsNoPass() {
        FollowedKeys some = new FollowedKeys(3, 3, 3, 0, 0, 0, false, List.of());
        FollowedKeys none = new FollowedKeys(0, 0, 0, 0, 0, 0, true, List.of());

        for (FollowedKeys followed : List.of(some, none)) {
            assertThat(KeyRules.repeated(of(ONE, "insert"), followed).outcome())
                    .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.reason())
                            .isEqualTo(Outcome.SkipReason.NOT_PROVABLE));
        }
        assertThat(KeyRules.repeated(of(ONE, "delete"), TWICE).outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.reason())
                        .isEqualTo(Outcome.SkipReason.NOT_APPLICABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert", "bulk_insert"})
    void aRunThatIsRepeatedIsRefused(String operation) {
        for (HudiLine hudi : LINES) {
            CheckResult refused = KeyRules.stored(of(hudi, operation), ONCE, IN_OWN_PATH);

            assertThat(findings(refused)).as(hudi.version()).containsExactly(STORED);
            assertThat(refused.outcome().findings().get(0).suggestion())
                    .contains("hoodie.datasource.write.operation=upsert")
                    .matches(text -> text.contains(DROP) == operation.equals("insert"), "a drop is for inserts");
            assertThat(findings(KeyRules.stored(of(hudi, operation), ONCE, new StoredKeys(2, 2, true, true, 1, 0, 0))))
                    .as("log files may have deleted it, %s", hudi.version())
                    .containsExactly(MAY_BE_STORED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsert", "insert_overwrite", "insert_overwrite_table", "delete"})
    void whatReplacesOrDeletesStoredRowsIsNoRepeatedRun(String operation) {
        for (HudiLine hudi : LINES) {
            assertThat(KeyRules.stored(of(hudi, operation), ONCE, IN_OWN_PATH).outcome())
                    .as("nothing that is not found proves anything, %s", hudi.version())
                    .isInstanceOf(Outcome.Skipped.class);
        }
    }

    @Test
    void anInsertThatDropsStoredKeysMissesThoseInOtherPaths() {
        for (HudiLine hudi : LINES) {
            WriteEvidence drops = of(hudi, "insert", DROP, "true");
            CheckResult refused = KeyRules.stored(drops, ONCE, IN_OTHER_PATH);

            assertThat(findings(refused)).as(hudi.version()).containsExactly(MOVED);
            assertThat(refused.outcome().findings().get(0).suggestion())
                    .contains("hoodie.datasource.write.operation=upsert and " + INDEX + "=GLOBAL_SIMPLE");
            assertThat(findings(KeyRules.stored(drops, ONCE, IN_OWN_PATH))).isEmpty();
        }
        assertThat(findings(KeyRules.stored(
                        of(ONE, "insert", "hoodie.merge.allow.duplicate.on.inserts", "false"), ONCE, IN_OWN_PATH)))
                .containsExactly(MAY_BE_STORED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "fail", "DROP"})
    void theDuplicatePolicyCountsFromHudiOneOn(String policy) {
        String option = "hoodie.datasource.insert.dup.policy";

        assertThat(findings(KeyRules.stored(of(BEFORE_ONE, "insert", option, policy), ONCE, IN_OWN_PATH)))
                .containsExactly(STORED);
        assertThat(findings(KeyRules.stored(of(ONE, "insert", option, policy), ONCE, IN_OWN_PATH)))
                .isEmpty();
        assertThat(findings(KeyRules.stored(of(ONE, "insert", option, "none"), ONCE, IN_OWN_PATH)))
                .containsExactly(STORED);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "SIMPLE, true",
        "bloom, true",
        "BUCKET, true",
        "GLOBAL_SIMPLE, false",
        "GLOBAL_BLOOM, false",
        "RECORD_INDEX, false",
        "INMEMORY, false"
    })
    void aRowThatMovesIsRefusedWhereTheIndexLooksInItsPathOnly(String index, boolean refused) {
        for (HudiLine hudi : LINES) {
            CheckResult result = KeyRules.stored(of(hudi, "upsert", INDEX, index), ONCE, IN_OTHER_PATH);

            assertThat(findings(result)).as(hudi.version()).isEqualTo(refused ? List.of(MOVED) : List.of());
            assertThat(result.outcome().findings()).allSatisfy(finding -> assertThat(finding.suggestion())
                    .startsWith(
                            index.equals("BUCKET")
                                    ? "A bucket index finds no key in another path"
                                    : "If a key names one row of the whole table, set " + INDEX + "=GLOBAL_SIMPLE"));
        }
    }

    @Test
    void nothingMovesWhereTheKeyNamesItsPathOrThereAreNone() {
        String keys = "hoodie.datasource.write.recordkey.field";
        String paths = "hoodie.datasource.write.partitionpath.field";

        assertThat(findings(KeyRules.stored(of(ONE, "upsert", keys, "id,p"), ONCE, IN_OTHER_PATH)))
                .isEmpty();
        assertThat(findings(KeyRules.stored(of(ONE, "upsert", paths, ""), ONCE, IN_OTHER_PATH)))
                .isEmpty();
        assertThat(findings(KeyRules.stored(
                        of(ONE, "upsert", "hoodie.index.class", "com.acme.Index"), ONCE, IN_OTHER_PATH)))
                .as("an index that the guard does not know")
                .isEmpty();
    }

    @Test
    void aMoveThatIsNotCertainIsWarnedOf() {
        WriteEvidence upsert = of(ONE, "upsert");

        for (StoredKeys found : List.of(
                new StoredKeys(2, 2, false, false, 0, 1, 0), // its own path was not read to the end
                new StoredKeys(2, 2, true, true, 0, 1, 0), // log files may have deleted the old row
                new StoredKeys(2, 2, true, false, 1, 0, 1), // keys that name a row within its path
                new StoredKeys(2, 2, true, false, 0, 1, 1))) {
            assertThat(findings(KeyRules.stored(upsert, ONCE, found)))
                    .as("%s", found)
                    .containsExactly(MAY_HAVE_MOVED);
        }
        assertThat(findings(KeyRules.stored(upsert, IN_TWO_PATHS, IN_OTHER_PATH)))
                .containsExactly(MAY_HAVE_MOVED);
    }
}
