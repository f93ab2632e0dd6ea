package io.preflightguard.upsert;

import static io.preflightguard.upsert.Settings.STATED;
import static io.preflightguard.upsert.Settings.group;
import static io.preflightguard.upsert.Settings.rows;
import static io.preflightguard.upsert.Settings.weight;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.layout.FileBytes;
import io.preflightguard.upsert.Workload.PathWork;
import io.preflightguard.upsert.Workload.Rest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UpsertRulesTest {

    private static final WrittenTable NEW_TABLE =
            new WrittenTable("origin", false, List.of("id", "day"), List.of("id", "day"));
    private static final WrittenTable TABLE =
            new WrittenTable("origin", true, List.of("id", "day"), List.of("id", "day"));

    @Test
    void rowsOfTenKilobytesMakeATaskOfAGigabyte() {
        Finding finding = only(judge(plan(Settings.inserts(500_000), Settings.defaults(), STATED, 10_240), NEW_TABLE));

        assertThat(finding.rule()).isEqualTo(RuleCatalog.UPSERT_TASK_TOO_LARGE);
        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.remedies())
                .containsExactly(new Remedy.SetWriteOption("hoodie.copyonwrite.record.size.estimate", "10240"));
        assertThat(finding.line())
                .isEqualTo("WARN [UPSERT_TASK_TOO_LARGE] origin=p: has 4 tasks that each write up to 122,880 records,"
                        + " 1.17 GiB [1.16 GiB to 1.19 GiB], into about 10 files one after the other; Hudi takes a record"
                        + " for 1.00 KiB, and it is 10.0 KiB (observed 1.17 GiB [1.16 GiB to 1.19 GiB], limit 240 MiB by"
                        + " twice hoodie.parquet.max.file.size). Set hoodie.copyonwrite.record.size.estimate=10240.");
    }

    @Test
    void whatHudiLearnedFromWritesIsNotChangedByTheEstimate() {
        RecordSize learned = new RecordSize(100, true);

        Finding finding = only(judge(plan(Settings.inserts(5_000_000), Settings.defaults(), learned, 1_000), TABLE));

        assertThat(finding.remedies()).isEmpty();
        assertThat(finding.suggestion())
                .contains(
                        "hoodie.copyonwrite.record.size.estimate=1000",
                        "hoodie.record.size.estimation.threshold=1000000");
    }

    @Test
    void aSmallFileThatIsFilledTooFarIsNamed() {
        UpsertPlan plan = UpsertPlanner.plan(
                Settings.inserts(100_000), List.of(group("f1", 20)), Settings.defaults(), STATED, weight(10_240));

        Finding finding = only(judge(plan, TABLE));

        assertThat(finding.subject()).isEqualTo("origin=p");
        assertThat(finding.message()).startsWith("file group f1 grows to 997 MiB, written by one task and not cut");
    }

    @Test
    void whichOfSeveralSmallFilesGrowsIsNotClaimed() {
        UpsertPlan plan = UpsertPlanner.plan(
                Settings.inserts(100_000),
                List.of(group("f1", 20), group("f2", 30)),
                Settings.defaults(),
                STATED,
                weight(10_240));

        assertThat(only(judge(plan, TABLE)).message())
                .startsWith("a small file, such as file group f1, may grow to 997 MiB");
    }

    @Test
    void anOldBucketThatMayOutgrowItsFileIsNotPassed() {
        Workload work = new Workload(List.of(new PathWork("p", rows(0), Map.of("00000001", rows(1_000_000)))), 0);
        UpsertPlan plan = UpsertPlanner.plan(
                work, List.of(group("00000001-0f3a", 10)), Settings.buckets(2), STATED, weight(1_024));

        assertUndecided(judge(plan, TABLE));
    }

    @Test
    void anOldBucketThatHasOutgrownItsFileIsNamed() {
        Workload work = new Workload(List.of(new PathWork("p", rows(0), Map.of("00000001", rows(10)))), 0);
        UpsertPlan plan = UpsertPlanner.plan(
                work, List.of(group("00000001-0f3a", 1_000)), Settings.buckets(2), STATED, weight(1_024));

        Finding finding = only(judge(plan, TABLE));
        assertThat(finding.message())
                .startsWith("file group 00000001-0f3a grows to 1,000 MiB")
                .doesNotContain("Hudi takes");
        assertThat(finding.suggestion()).contains("Write the table anew with more buckets");
    }

    @Test
    void insertsThatFillAFileUpAreNoSkew() {
        Map<String, Estimate> updates = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            updates.put("f" + i, rows(10));
        }
        Workload work = new Workload(List.of(new PathWork("p", rows(90_000), updates)), 0);
        UpsertPlan plan = UpsertPlanner.plan(
                work,
                List.of(group("f0", 1)),
                Settings.defaults(),
                STATED,
                new RowWeight(
                        FileBytes.ofRows(Estimate.exact(1_024, Unit.BYTES)), 0, 0, Estimate.exact(20_000, Unit.BYTES)));

        assertThat(plan.toMean(plan.tasks().get(0).records()).value()).isGreaterThan(19);
        assertThat(judge(plan, TABLE).outcome()).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aHotKeyThatWasNotDrawnIsNotPassed() {
        Workload work = new Workload(
                List.of(new PathWork("p", rows(0), Map.of("00000001", rows(10)))), 0, new Rest(0, 0, 0, true));

        assertUndecided(judge(plan(work, Settings.buckets(2), STATED, 1_024), TABLE));
    }

    @Test
    void fileGroupsThatAreNotListedCountForTheMean() {
        Map<String, Estimate> updates = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            updates.put("f" + i, rows(300_000));
        }
        List<PathWork> paths = List.of(new PathWork("p", rows(0), updates));

        assertThat(judge(plan(new Workload(paths, 0), Settings.defaults(), STATED, 1_024), TABLE)
                        .outcome())
                .isInstanceOf(Outcome.Passed.class);
        UpsertPlan seen =
                plan(new Workload(paths, 0, new Rest(1_000, 990, 0, false)), Settings.defaults(), STATED, 1_024);
        assertThat(judge(seen, TABLE).outcome().findings())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.rule()).isEqualTo(RuleCatalog.UPSERT_SKEWED));
        assertUndecided(judge(
                plan(new Workload(paths, 0, new Rest(0, 0, 990, false)), Settings.defaults(), STATED, 1_024), TABLE));
    }

    @Test
    void filesThatMayBeTooSmallAreNotPassed() {
        Estimate unsure = new Estimate(600, 100, 700, 0.95, Unit.BYTES);

        assertUndecided(judge(
                UpsertPlanner.plan(
                        Settings.inserts(2_000_000), List.of(), Settings.defaults(), STATED, Settings.weight(unsure)),
                NEW_TABLE));
    }

    private static void assertUndecided(CheckResult result) {
        assertThat(result.outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.reason())
                        .isEqualTo(Outcome.SkipReason.UNDECIDED));
    }

    @Test
    void shortRowsMakeManySmallFiles() {
        Finding finding = only(judge(plan(Settings.inserts(2_000_000), Settings.defaults(), STATED, 50), NEW_TABLE));

        assertThat(finding.rule()).isEqualTo(RuleCatalog.UPSERT_FILES_TOO_SMALL);
        assertThat(finding.message()).contains("gets 17 new files of 5.86 MiB", "where 1 would hold its rows");
        assertThat(finding.remedies())
                .containsExactly(new Remedy.SetWriteOption("hoodie.copyonwrite.record.size.estimate", "50"));
    }

    @Test
    void aHotFileGroupIsNamedAndNoOptionIsSuggested() {
        Map<String, Estimate> updates = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            updates.put("f" + i, rows(10));
        }
        updates.put("hot", rows(1_000_000));
        Workload work = new Workload(List.of(new PathWork("p", rows(0), updates)), 0);

        Finding finding = only(judge(plan(work, Settings.defaults(), STATED, 1_024), TABLE));

        assertThat(finding.rule()).isEqualTo(RuleCatalog.UPSERT_SKEWED);
        assertThat(finding.message())
                .isEqualTo("file group hot gets 1,000,000 updates, 21.0x the records of the mean of 21 tasks, and one"
                        + " task writes them all: 1.91 GiB uncompressed");
        assertThat(finding.suggestion()).startsWith("No option of this write divides a file group.");
        assertThat(finding.remedies()).isEmpty();
    }

    @Test
    void aHotBucketOfANewTableIsDividedByWhatIsHashed() {
        Map<String, Estimate> updates = new TreeMap<>(Map.of("00000003", rows(400_000)));
        for (int i = 4; i < 14; i++) {
            updates.put("0000000" + i, rows(100));
        }
        Workload work = new Workload(List.of(new PathWork("p", rows(0), updates)), 0);
        UpsertPlan plan = plan(work, Settings.buckets(16), STATED, 1_024);
        WrittenTable byTenant = new WrittenTable("origin", false, List.of("tenant", "id"), List.of("tenant"));

        Finding finding = only(judge(plan, byTenant));
        assertThat(finding.suggestion())
                .isEqualTo("Set hoodie.bucket.index.hash.field=tenant,id before the table is made, in every job that"
                        + " writes to it.");
        assertThat(finding.remedies()).as("for one write alone").isEmpty();
        assertThat(only(judge(plan, TABLE)).suggestion()).contains("Write the table anew");
        assertThat(only(judge(plan, NEW_TABLE)).suggestion()).contains("Add a column to the record key");
    }

    @Test
    void aHotPathOfANewTableGetsMoreBuckets() {
        Workload work = new Workload(
                List.of(new PathWork("p", rows(0), Map.of("00000000", rows(1_500_000), "00000001", rows(1_500_000)))),
                0);

        CheckResult result = judge(plan(work, Settings.buckets(2), STATED, 1_024), NEW_TABLE);

        assertThat(only(result).rule()).isEqualTo(RuleCatalog.UPSERT_TASK_TOO_LARGE);
        assertThat(only(result).suggestion()).startsWith("Set hoodie.bucket.index.num.buckets=7 before");
        assertThat(only(result).remedies()).as("for one write alone").isEmpty();
    }

    @Test
    void bucketsForOneHotPathDoNotMakeSmallFilesInTheOthers() {
        List<PathWork> paths = new ArrayList<>();
        paths.add(new PathWork("hot", rows(0), Map.of("00000000", rows(3_000_000))));
        for (int i = 0; i < 10; i++) {
            paths.add(new PathWork("p" + i, rows(0), Map.of("00000000", rows(100_000))));
        }

        CheckResult result = judge(plan(new Workload(paths, 0), Settings.buckets(1), STATED, 1_024), NEW_TABLE);

        assertThat(result.outcome().findings()).isNotEmpty().allSatisfy(finding -> assertThat(finding.suggestion())
                .doesNotContain("num.buckets="));
    }

    @Test
    void aTaskThatMayBeTooLargeIsNotPassed() {
        RowWeight unsure = weight(new Estimate(1_024, 100, 10_240, 0.95, Unit.BYTES));
        UpsertPlan plan = UpsertPlanner.plan(Settings.inserts(500_000), List.of(), Settings.defaults(), STATED, unsure);

        assertUndecided(judge(plan, NEW_TABLE));
    }

    @Test
    void pathsStayHiddenWhereTheReportHidesThem() {
        GuardConfig hiding = GuardConfig.of(Map.of("spark.guard.report.keys", "hide"), Map.of());
        UpsertPlan plan = plan(Settings.inserts(500_000), Settings.defaults(), STATED, 10_240);

        CheckResult result = UpsertRules.judge("upsert", plan, NEW_TABLE, hiding);

        assertThat(only(result).subject()).isEqualTo("origin=<hidden key 1>");
        assertThat(result.measurements().toString()).doesNotContain("origin=p");
    }

    @Test
    void anEvenWriteOfKilobyteRowsIsQuiet() {
        Map<String, Estimate> updates = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            updates.put("f" + i, rows(50_000 + i));
        }
        Workload work = new Workload(List.of(new PathWork("p", rows(300_000), updates)), 0);

        assertThat(judge(plan(work, Settings.defaults(), STATED, 1_000), TABLE).outcome())
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                        .isEmpty());
    }

    private static UpsertPlan plan(Workload work, UpsertSettings settings, RecordSize record, double rowBytes) {
        return UpsertPlanner.plan(work, List.of(), settings, record, weight(rowBytes));
    }

    private static CheckResult judge(UpsertPlan plan, WrittenTable table) {
        return UpsertRules.judge("upsert", plan, table, GuardConfig.defaults());
    }

    private static Finding only(CheckResult result) {
        assertThat(result.outcome().findings()).hasSize(1);
        return result.outcome().findings().get(0);
    }
}
