package io.preflightguard.sizing;

import static io.preflightguard.sizing.SizingScene.GIB;
import static io.preflightguard.sizing.SizingScene.bytes;
import static io.preflightguard.sizing.SizingScene.conditions;
import static io.preflightguard.sizing.SizingScene.fleet;
import static io.preflightguard.sizing.SizingScene.scene;
import static io.preflightguard.sizing.SizingScene.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Which number of partitions is advised instead of one in which tasks spill. */
class PartitionSearchTest {

    @Test
    void partitionsAreAdvisedInWhichTheKeysHashesFit() {
        // 152 partitions are enough for even tasks, but into most numbers the hashes of the paths fall unevenly.
        List<Finding> findings =
                scene().withShape(shape(10, true)).withTasks(unevenBut(176)).findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).isEqualTo("Set hoodie.bulkinsert.shuffle.parallelism to 176.");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.SetWriteOption("hoodie.bulkinsert.shuffle.parallelism", "176"));
        });
    }

    @Test
    void morePartitionsThanThereAreAreTriedThoughFewerAreRecommended() {
        // 152 would do for even tasks; into 700 the paths' hashes fall unevenly, into 728 they do not.
        List<Finding> findings = scene().withShape(shape(700, true))
                .withTasks(partitions -> TaskSizes.known(Estimate.exact(partitions == 728 ? 1.3 : 100, Unit.RATIO)))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> assertThat(finding.suggestion())
                .isEqualTo("Set hoodie.bulkinsert.shuffle.parallelism to 728."));
    }

    @Test
    void crumbsAreNotCalledTooManyWhereFewerWouldSpill() {
        // 1 GiB in 4000 partitions; 16 are recommended. Both have two hot paths in one task, 272 have not.
        SizingScene crumbs = scene().withRows(5.4e6)
                .withShape(shape(4_000, true))
                .withFleet(new Fleet(2, 4, 3L << 30, 0.6, 100 * GIB, "test"));

        assertThat(crumbs.withTasks(halfOfTheRowsTogetherBut(272)).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
                    assertThat(finding.remedies()).hasSize(1);
                });
    }

    @Test
    void partitionsUpToTheBypassThresholdComeFirstWhereMoreMakeTheirWritersSpill() {
        // 26 GiB: 216 partitions of 128 MiB are recommended; 200 fit as well, and their ten writers hold no rows.
        SizingScene ten = scene().withRows(140e6).withShape(shape(10, true));

        assertThat(ten.withConditions(conditions(AdaptiveShuffle.off(), 10, false))
                        .findings())
                .first()
                .satisfies(finding -> assertThat(finding.suggestion())
                        .isEqualTo("Set hoodie.bulkinsert.shuffle.parallelism to 200."));
    }

    @Test
    void partitionsInWhichHotPathsFallTogetherAreNotAdvised() {
        // A third of the rows in each of three paths, which no number of partitions makes fit.
        List<Finding> findings = scene().withShape(shape(3, true))
                .withTasks(partitions -> TaskSizes.known(
                        Estimate.exact(partitions == 152 ? partitions * 2 / 3.0 : partitions / 3.0, Unit.RATIO)))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).startsWith("Spread the hot key").contains("none of the");
            assertThat(finding.remedies()).isEmpty();
        });
    }

    @Test
    void evenTasksThatNoNumberMakesFitAreNotCalledHot() {
        // Rows of 900 MiB.
        List<Finding> findings = scene().withRows(100)
                .withRowBytes(new RowBytes(bytes(2e9), "lz4", Map.of("lz4", bytes(5e8))))
                .withShape(shape(400, true))
                .findings();

        assertThat(findings)
                .filteredOn(finding -> finding.rule().equals(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW))
                .filteredOn(finding -> finding.severity() != Severity.INFO)
                .singleElement()
                .satisfies(finding -> assertThat(finding.suggestion()).startsWith("Give tasks more memory"));
    }

    @Test
    void anUpsertsPartitionsFollowTheMemoryOnItsHeap() {
        ShuffleShape upsert = new ShuffleShape(
                "upsert", new Estimate(3.5, 1.2, 7, 0.5, Unit.RATIO), 8, "hoodie.upsert.shuffle.parallelism", true);
        // 22.5 MiB a task on the heap beside persisted rows, and plenty off it, which objects never use.
        Fleet offHeap = new Fleet(2, 4, new ExecutorMemory(600L << 20, 0.6, 0.5, 64 * GIB, 0, 0), 1_000 * GIB, "test");

        List<Finding> findings = scene().withShape(upsert)
                .withFleet(offHeap)
                .withConditions(conditions(AdaptiveShuffle.off(), 100_000, true))
                .findings();

        assertThat(findings)
                .filteredOn(finding -> finding.rule().equals(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW))
                .singleElement()
                .satisfies(finding -> assertThat(finding.suggestion())
                        .matches("Set hoodie.upsert.shuffle.parallelism to 1\\d{3}\\."));
    }

    @Test
    void theOptionAloneDividesWhatHudiHadPutTogether() {
        // A hundred partitions of the input put together to fifty; a hundred tasks fit.
        ShuffleShape sort = new ShuffleShape("sort", Estimate.exact(0, Unit.RATIO), 50, "parallelism", true);
        Fleet small = new Fleet(2, 4, 1_700L << 20, 0.6, 100 * GIB, "test");

        List<Finding> findings = scene().withRows(60e6)
                .withShape(sort)
                .withFleet(small)
                .withTasks(InputPartitions.of(100)::in)
                .withConditions(conditions(AdaptiveShuffle.off(), 100, false))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).startsWith("Set parallelism to 100.");
            assertThat(finding.remedies()).containsExactly(new Remedy.SetWriteOption("parallelism", "100"));
        });
    }

    @Test
    void partitionsThatMakeTheirWritersSpillAreAdvisedWithAWordOfIt() {
        // Ten tasks write 2 GiB each: up to 200 partitions they hold none of it.
        List<Finding> findings = scene().withShape(shape(200, true))
                .withTasks(unevenBut(216))
                .withConditions(conditions(AdaptiveShuffle.off(), 10, false))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion())
                    .isEqualTo("Set hoodie.bulkinsert.shuffle.parallelism to 216. Tasks that write more than 200"
                            + " partitions sort them, and may spill then, too: make more partitions of the input as"
                            + " well.");
            assertThat(finding.remedies()).as("it might spill more than before").isEmpty();
        });
    }

    @Test
    void noMorePartitionsAreAdvisedThanFitThoughTheirWritersSpillAnyway() {
        // 745 GiB: 300 writers spill in 400 partitions and in any more of them, and 5968 are enough for those who read.
        List<Finding> findings = scene().withRows(4e9)
                .withFleet(fleet(4, 10 * GIB, 10_000 * GIB))
                .withConditions(conditions(AdaptiveShuffle.off(), 300, false))
                .findings();

        assertThat(findings)
                .filteredOn(finding -> finding.severity() == Severity.WARN)
                .singleElement()
                .satisfies(finding -> assertThat(finding.suggestion())
                        .isEqualTo("Set hoodie.bulkinsert.shuffle.parallelism to 5968."));
    }

    @Test
    void rowGroupsThatNoOptionDividesAreSpreadByARepartition() {
        // Ten row groups of 1.8 GB in a thousand pieces of files.
        double[] rows = new double[1_000];
        for (int group = 0; group < 10; group++) {
            rows[group * 100 + 50] = 9e6;
        }
        InputPartitions input = InputPartitions.ofRows(rows);

        List<Finding> findings = scene().withRows(90e6)
                .withShape(new ShuffleShape("sort", Estimate.exact(0, Unit.RATIO), 1_000, "parallelism", true))
                .withTasks(input::in)
                .withConditions(new WriteConditions(AdaptiveShuffle.off(), input, false, ShuffleSettings.DEFAULTS))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).startsWith("Repartition the input to 136 and set parallelism to as many");
            assertThat(finding.remedies()).isEmpty();
        });
    }

    @Test
    void aHotKeyIsNotDivided() {
        // A quarter of the rows, however many partitions there are.
        List<Finding> findings = scene().withShape(shape(400, true))
                .withTasks(partitions -> TaskSizes.known(Estimate.exact(partitions / 4.0, Unit.RATIO)))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion())
                    .startsWith("Spread the hot key")
                    .endsWith(", up to 1616, makes the largest task fit.");
            assertThat(finding.remedies()).isEmpty();
        });
    }

    @Test
    void whatIsSortedWhereItLiesIsDividedByTheInputOnly() {
        ShuffleShape sort = new ShuffleShape("sort", Estimate.exact(0, Unit.RATIO), 4, "parallelism", true);

        List<Finding> findings = scene().withShape(sort)
                .withConditions(conditions(AdaptiveShuffle.off(), 4, false))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).startsWith("Repartition the input to 152 and set parallelism to as many");
            assertThat(finding.remedies()).isEmpty();
        });
    }

    /** Two paths of a quarter of the rows each that lie in one task, but for this number of partitions. */
    private static IntFunction<TaskSizes> halfOfTheRowsTogetherBut(int apart) {
        return partitions ->
                TaskSizes.known(Estimate.exact(partitions == apart ? partitions / 4.0 : partitions / 2.0, Unit.RATIO));
    }

    /** Hashes of paths that fall nearly evenly into so many partitions only. */
    private static IntFunction<TaskSizes> unevenBut(int even) {
        return partitions -> TaskSizes.known(Estimate.exact(partitions == even ? 1.3 : 20, Unit.RATIO));
    }
}
