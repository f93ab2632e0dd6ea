package io.preflightguard.upsert;

import static io.preflightguard.upsert.Settings.STATED;
import static io.preflightguard.upsert.Settings.group;
import static io.preflightguard.upsert.Settings.rows;
import static io.preflightguard.upsert.Settings.weight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.layout.FileBytes;
import io.preflightguard.upsert.UpsertTask.Kind;
import io.preflightguard.upsert.Workload.PathWork;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpsertPlannerTest {

    @Test
    void aFirstLoadIsCutWhereHudiTakesAFileToBeFull() {
        UpsertPlan plan =
                UpsertPlanner.plan(Settings.inserts(300_000), List.of(), Settings.defaults(), STATED, weight(10_240));

        assertThat(plan.tasks())
                .extracting(UpsertTask::kind, task -> task.inserts().value())
                .containsExactly(
                        tuple(Kind.INSERT, 122_880.0), tuple(Kind.INSERT, 122_880.0), tuple(Kind.INSERT, 54_240.0));
        assertThat(plan.tasks().get(0).written().value()).as("10 KiB a row").isEqualTo(122_880 * 10_240.0);
        assertThat(plan.tasks().get(0).files().value())
                .as("each closed at 132 MiB")
                .isEqualTo(10);
    }

    @Test
    void oneTaskGetsAllRowsAndNoMore() {
        UpsertPlan plan =
                UpsertPlanner.plan(Settings.inserts(1_000), List.of(), Settings.defaults(), STATED, weight(100));

        assertThat(plan.tasks()).singleElement().satisfies(task -> {
            assertThat(task.inserts()).isEqualTo(rows(1_000));
            assertThat(task.files()).isEqualTo(rows(1));
        });
    }

    @Test
    void smallFilesTakeInsertsUpToTheLargestSize() {
        UpsertPlan plan = UpsertPlanner.plan(
                Settings.inserts(150_000),
                List.of(group("small", 20), group("large", 119)),
                Settings.defaults(),
                STATED,
                weight(1_024));

        assertThat(plan.tasks())
                .extracting(UpsertTask::group, UpsertTask::kind, task -> task.inserts()
                        .value())
                .containsExactly(tuple("small", Kind.MERGE, 102_400.0), tuple("", Kind.INSERT, 47_600.0));
        assertThat(plan.tasks().get(0).written().value()).isEqualTo(120.0 * (1 << 20));
    }

    @Test
    void aBusyGroupTakesNoInserts() {
        FileGroupState busy = new FileGroupState("p", "busy", 20 << 20, null, 0, true);

        UpsertPlan plan =
                UpsertPlanner.plan(Settings.inserts(1_000), List.of(busy), Settings.defaults(), STATED, weight(1_024));

        assertThat(plan.tasks()).extracting(UpsertTask::kind).containsExactly(Kind.INSERT);
    }

    @Test
    void updatesAndInsertsOfOneGroupAreOneTask() {
        Workload work = new Workload(List.of(new PathWork("p", rows(500), Map.of("a", rows(70), "b", rows(30)))), 0);

        UpsertPlan plan = UpsertPlanner.plan(
                work, List.of(group("a", 10), group("b", 110)), Settings.defaults(), STATED, weight(1_024));

        assertThat(plan.tasks())
                .extracting(UpsertTask::group, task -> task.inserts().value(), task -> task.updates()
                        .value())
                .containsExactly(tuple("a", 500.0, 70.0), tuple("b", 0.0, 30.0));
        assertThat(plan.toMean(plan.tasks().get(0).records()).value()).isCloseTo(570 / 300.0, within(1e-9));
        assertThat(plan.tasks().get(1).written().value())
                .as("the whole file is rewritten")
                .isEqualTo(110.0 * (1 << 20));
    }

    @Test
    void mergeOnReadAppendsUpdatesAndFillsOnlyTheSmallestGroupWithoutLogs() {
        Workload work =
                new Workload(List.of(new PathWork("p", rows(500), Map.of("a", rows(70), "logged", rows(30)))), 0);
        FileGroupState logged = new FileGroupState("p", "logged", 1 << 20, null, 2, false);

        UpsertPlan plan = UpsertPlanner.plan(
                work,
                List.of(group("a", 10), logged, group("smaller", 5)),
                Settings.mergeOnRead(),
                STATED,
                weight(1_024));

        assertThat(plan.tasks())
                .extracting(UpsertTask::group, UpsertTask::kind)
                .containsExactly(tuple("a", Kind.APPEND), tuple("logged", Kind.APPEND), tuple("smaller", Kind.MERGE));
    }

    @Test
    void withoutInsertsNothingIsMergedOnRead() {
        Workload work = new Workload(List.of(new PathWork("p", rows(0), Map.of("a", rows(70)))), 0);

        UpsertPlan plan =
                UpsertPlanner.plan(work, List.of(group("a", 10)), Settings.mergeOnRead(), STATED, weight(1_024));

        assertThat(plan.tasks()).extracting(UpsertTask::kind).containsExactly(Kind.APPEND);
    }

    @Test
    void aBucketIsOneTaskAndItsFileIsNotCut() {
        Workload work = new Workload(
                List.of(new PathWork("p", rows(0), Map.of("00000000", rows(1_000_000), "00000001", rows(10)))), 0);

        UpsertPlan plan = UpsertPlanner.plan(
                work, List.of(group("00000001-0f3a", 10)), Settings.buckets(2), STATED, weight(1_024));

        assertThat(plan.tasks())
                .extracting(UpsertTask::group, UpsertTask::kind, task -> task.files()
                        .value())
                .containsExactly(tuple("00000000", Kind.BUCKET, 1.0), tuple("00000001-0f3a", Kind.MERGE, 1.0));
        assertThat(plan.tasks().get(0).written().value()).isEqualTo(1_024e6);
    }

    @Test
    void whatIsNotKnownOfTheRowsIsNotKnownOfTheTasks() {
        Estimate unsure = new Estimate(200_000, 100_000, 300_000, 0.95, Unit.COUNT);
        Workload work = new Workload(List.of(new PathWork("p", unsure, Map.of())), 0);

        UpsertPlan plan = UpsertPlanner.plan(work, List.of(), Settings.defaults(), STATED, weight(1_024));

        assertThat(plan.tasks()).hasSize(2);
        assertThat(plan.tasks().get(0).inserts().low()).isLessThanOrEqualTo(100_000);
        assertThat(plan.tasks().get(1).inserts().low()).isZero();
        assertThat(plan.tasks().get(1).inserts().high()).isGreaterThanOrEqualTo(122_880);
    }

    @Test
    void theOrderOfSmallFilesIsOpenAndTheSmallestMayGrowMost() {
        UpsertPlan plan = UpsertPlanner.plan(
                Settings.inserts(1_000),
                List.of(group("larger", 90), group("smaller", 20)),
                Settings.defaults(),
                STATED,
                weight(1_024));

        assertThat(plan.tasks()).singleElement().satisfies(task -> {
            assertThat(task.group()).isEqualTo("smaller");
            assertThat(task.inserts()).isEqualTo(new Estimate(1_000, 0, 1_000, 1, Unit.COUNT));
        });
    }

    @Test
    void onMergeOnReadAGroupThatWaitsForClusteringTakesAnothersPlace() {
        FileGroupState waiting = new FileGroupState("p", "waiting", 1 << 20, null, 0, true);

        UpsertPlan plan = UpsertPlanner.plan(
                Settings.inserts(1_000),
                List.of(group("next", 20), waiting),
                Settings.mergeOnRead(),
                STATED,
                weight(1_024));

        assertThat(plan.tasks()).extracting(UpsertTask::kind).containsExactly(Kind.INSERT);
    }

    @Test
    void anOldBucketGrowsByAsMuchAsItIsSent() {
        Workload work = new Workload(List.of(new PathWork("p", rows(0), Map.of("00000001", rows(1_024)))), 0);

        for (UpsertSettings settings : List.of(Settings.buckets(2), Settings.overwriting(2))) {
            UpsertTask task = UpsertPlanner.plan(
                            work, List.of(group("00000001-0f3a", 10)), settings, STATED, weight(1_024))
                    .tasks()
                    .get(0);
            if (settings.addsToFiles()) {
                assertThat(task.written().low()).isEqualTo(10 << 20);
                assertThat(task.written().high()).isEqualTo(11 << 20);
            } else {
                assertThat(task.kind()).isEqualTo(Kind.BUCKET);
            }
        }
    }

    @Test
    void openPagesCloseFilesEarlyAndEachFileHasItsFilter() {
        // 100 bytes in a file and 900 in an open page: 10 columns' pages of 20,000 rows hold 10 MiB of the 132 MiB.
        RowWeight weight = new RowWeight(
                FileBytes.withBloomFilter(Estimate.exact(100, Unit.BYTES), 60_000, 1e-9, 100_000),
                900,
                10,
                Estimate.exact(1_000, Unit.BYTES));
        double full = Math.ceil((1.1 * Settings.MAX_FILE - 10 * (1 << 20)) / 100);

        Estimate rows = weight.rowsOfAFullFile(Settings.defaults());
        assertThat(rows.value()).isEqualTo(full);
        assertThat(rows.high()).isEqualTo(Math.ceil(1.1 * Settings.MAX_FILE / 100));

        UpsertTask task = UpsertPlanner.plan(
                        Settings.inserts(2 * full), List.of(), Settings.defaults(), new RecordSize(10, false), weight)
                .tasks()
                .get(0);
        assertThat(task.files().value()).isEqualTo(2);
        assertThat(task.written().value())
                .as("two filters a file")
                .isEqualTo(2 * full * 100 + 2 * weight.inFile().filters(full));
    }

    @Test
    void aFileHoldsAHundredRowsHoweverLarge() {
        RowWeight weight = new RowWeight(
                FileBytes.ofRows(Estimate.exact(1_000, Unit.BYTES)), 4e6, 1_000, Estimate.exact(4e6, Unit.BYTES));

        assertThat(weight.rowsOfAFullFile(Settings.defaults()).value()).isEqualTo(100);
    }
}
