package io.preflightguard.sizing;

import static io.preflightguard.sizing.SizingScene.GIB;
import static io.preflightguard.sizing.SizingScene.adaptive;
import static io.preflightguard.sizing.SizingScene.bytes;
import static io.preflightguard.sizing.SizingScene.conditions;
import static io.preflightguard.sizing.SizingScene.fleet;
import static io.preflightguard.sizing.SizingScene.measured;
import static io.preflightguard.sizing.SizingScene.scene;
import static io.preflightguard.sizing.SizingScene.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What {@link SizingRules} says of how many partitions a shuffle has, and of tasks that spill. */
class PartitionRulesTest {

    @Test
    void aTaskThatDoesNotFitItsMemoryIsFoundWithAPartitionCountThatFits() {
        List<Finding> findings = scene().withShape(shape(4, true)).findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
            assertThat(finding.message()).contains("tasks that run together spill 4.13 GiB per worker");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.SetWriteOption("hoodie.bulkinsert.shuffle.parallelism", "152"));
        });
    }

    @Test
    void anUpsertIsWarnedOfOnlyIfEvenItsSerialisedRowsDoNotFit() {
        Estimate volume = new Estimate(3.5, 1.2, 7, 0.5, Unit.RATIO);
        ShuffleShape few = new ShuffleShape("upsert", volume, 8, "hoodie.upsert.shuffle.parallelism", true);
        ShuffleShape more = new ShuffleShape("upsert", volume, 20, "hoodie.upsert.shuffle.parallelism", true);
        Fleet fleet = new Fleet(2, 4, new ExecutorMemory(10 * GIB, 0.6, 0.5, 64 * GIB, 0, 0), 1_000 * GIB, "test");
        SizingScene upsert = scene().withFleet(fleet);

        assertThat(upsert.withShape(few).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
            assertThat(finding.message())
                    .as("memory off the heap is none of theirs")
                    .contains("as serialised, more as objects, and has 1.46 GiB");
        });
        assertThat(upsert.withShape(more).findings()).isEmpty();
        assertThat(upsert.withShape(more)
                        .withConditions(conditions(AdaptiveShuffle.off(), 100_000, true))
                        .findings())
                .as("half of the memory is left beside persisted rows")
                .hasSize(1);
    }

    @Test
    void tasksThatWriteManyPartitionsHoldTheirSplitAndSpillIt() {
        // 9.54 splits of 2 GiB uncompressed: four of them share 5.8 GiB.
        SizingScene large = scene().withConditions(conditions(AdaptiveShuffle.off(), 10, false));
        SizingScene small = scene().withConditions(conditions(AdaptiveShuffle.off(), 100, false));

        CheckResult many = large.withShape(shape(400, true)).judge();
        CheckResult bypassed = large.withShape(shape(200, true)).judge();

        assertThat(many.outcome()).isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.message()).contains("each of 10 tasks that write the shuffle")));
        assertThat(measured(many, "spill per worker").value())
                .as("four tasks' rows twice, by lz4")
                .isCloseTo(4 * 0.5e9, within(1e6));
        assertThat(measured(many, "spill of all tasks").value()).isPositive();
        assertThat(bypassed.outcome().findings()).isEmpty();
        assertThat(measured(bypassed, "spill per worker").high()).isZero();
        assertThat(small.withShape(shape(400, true)).findings())
                .as("smaller splits")
                .isEmpty();
    }

    @Test
    void tasksThatWriteManyPartitionsAreNamedIfOnlyTheUpperEndSpills() {
        // 16 splits of 1.25 GiB with their pointers: four of them just fit 5.8 GiB, and a fifth more rows do not.
        CheckResult result = scene().withShape(shape(400, true))
                .withConditions(conditions(AdaptiveShuffle.off(), 16, false))
                .judge();

        assertThat(measured(result, "spill per worker").value()).isZero();
        assertThat(result.outcome()).isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.message())
                        .contains("each of 16 tasks that write the shuffle", "together they spill up to")));
    }

    @Test
    void tasksThatSparkDealsRoundHaveMoreMemory() {
        // Four tasks of 2.5 GiB with their pointers on four workers: one each, which has 5.8 GiB.
        Fleet four = new Fleet(4, 4, 10 * GIB, 0.6, 100 * GIB, "test");

        CheckResult result =
                scene().withRows(40e6).withShape(shape(4, true)).withFleet(four).judge();

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("tasks that run together may spill"));
        assertThat(measured(result, "spill per worker").low()).isZero();
    }

    @Test
    void moreThanAnUnevenHashIsNotCalledAHotKey() {
        // The mean of 16 takes 1.36 GiB with its pointers, the largest more than the 1.46 GiB of a task.
        List<Finding> findings = scene().withShape(shape(16, true))
                .withTasks(TaskSizes.known(Estimate.exact(1.2, Unit.RATIO)))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).isEqualTo("Set hoodie.bulkinsert.shuffle.parallelism to 152.");
            assertThat(finding.remedies()).hasSize(1);
        });
    }

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
    void joinsOfTheInputAreLeftAloneByBothRemedies() {
        WriteConditions joined = new WriteConditions(
                new AdaptiveShuffle(true, 1 << 30, 1 << 20, 1),
                InputPartitions.of(64),
                false,
                ShuffleSettings.DEFAULTS,
                Integer.MAX_VALUE,
                true);
        ShuffleShape sort = shape(4, true).withSetBy("spark.sql.shuffle.partitions");

        List<Finding> findings = scene().withShape(sort).withConditions(joined).findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).contains("for this write alone");
            assertThat(finding.remedies()).as("not alone, of two").isEmpty();
        });
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
    void anAdvisedSizeBelowTheSmallestIsNotOffered() {
        WriteConditions stuck = conditions(new AdaptiveShuffle(true, 1 << 30, 1 << 30, 1), 64, false);

        assertThat(scene().withConditions(stuck).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).contains("no advised size makes merged tasks fit");
            assertThat(finding.remedies()).isEmpty();
        });
    }

    @Test
    void theSmallestSizeThatSparkMergesToMayFit() {
        // 48 MiB at least, more than 152 even tasks have, and merged tasks of it fit 1.46 GiB.
        WriteConditions merging = conditions(new AdaptiveShuffle(true, 1 << 30, 48 << 20, 1), 64, false);

        assertThat(scene().withConditions(merging).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedies()).hasSize(1));
    }

    @Test
    void theLargestSizeIsAdvisedWithWhichMergedTasksFit() {
        List<Finding> findings = sorted(1 << 30).findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.remedies()).singleElement().isInstanceOfSatisfying(Remedy.SetSessionConf.class, conf -> {
                long advised = Long.parseLong(conf.value());
                assertThat(sorted(advised).judge().outcome()).isInstanceOf(Outcome.Passed.class);
                assertThat(sorted(advised * 2).judge().outcome()).isInstanceOf(Outcome.Skipped.class);
            });
        });
    }

    @Test
    void aTaskIsJudgedByItsPointersToo() {
        // 46.6 MiB of rows fit 60 MiB, but not with 24 to 48 bytes of pointers for each.
        List<Finding> findings = scene().withRows(400 * 1e6)
                .withRowBytes(new RowBytes(bytes(50), "lz4", Map.of("lz4", bytes(25))))
                .withShape(shape(400, true))
                .withFleet(new Fleet(2, 4, 700L << 20, 0.6, 100 * GIB, "test"))
                .findings();

        assertThat(findings).extracting(Finding::rule).containsExactly(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
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

    @Test
    void tasksThatCarryNextToNothingAreTooMany() {
        List<Finding> findings =
                scene().withRows(10_000).withShape(shape(200, true)).findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_MANY);
            assertThat(finding.message()).contains("200 tasks carry 9.77 KiB each, 25 one after another");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.SetWriteOption("hoodie.bulkinsert.shuffle.parallelism", "2"));
        });
    }

    @Test
    void adaptiveExecutionMergesThemWhereItMay() {
        assertThat(scene().withRows(10_000)
                        .withShape(shape(200, true))
                        .withConditions(adaptive(64 << 20))
                        .findings())
                .isEmpty();
    }

    @Test
    void whatAdaptiveExecutionMergesTooFarIsFoundWithASizeThatFits() {
        SizingScene merged = scene().withShape(shape(400, true));

        // 4.66 GiB of lz4 in 400 partitions are merged to tasks of 1 GiB, 4 GiB uncompressed.
        assertThat(merged.withConditions(adaptive(1 << 30)).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
                    assertThat(finding.subject()).isEqualTo("spark.sql.adaptive.advisoryPartitionSizeInBytes");
                    assertThat(finding.message()).contains("merges 400 partitions to");
                });
        assertThat(merged.withConditions(adaptive(16 << 20)).findings()).isEmpty();
    }

    /** Ranges that adaptive execution merges to this advised size. */
    private static SizingScene sorted(long advisory) {
        return scene().withTasks(TaskSizes.ranges(Estimate.exact(1, Unit.RATIO)))
                .withConditions(adaptive(advisory));
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
