package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SizingRulesTest {

    private static final long GIB = 1L << 30;
    private static final Estimate ONE = Estimate.exact(1, Unit.RATIO);
    private static final TaskSizes EVEN = TaskSizes.known(ONE);

    /** Written by many tasks, and left alone by adaptive execution. */
    private static final WriteConditions PLAIN = conditions(AdaptiveShuffle.off(), 100_000, false);

    /** 100 million rows of 200 bytes, 50 after lz4 and 20 after zstd: 18.6 GiB raw, 4.66 GiB lz4, 1.86 GiB zstd. */
    private static final Estimate ROWS = Estimate.exact(100e6, Unit.COUNT);

    private static final RowBytes BYTES = new RowBytes(bytes(200), "lz4", Map.of("lz4", bytes(50), "zstd", bytes(20)));

    @Test
    void executionMemoryFollowsSparksDivision() {
        assertThat(fleet(4, 10 * GIB, 100 * GIB).executionMemoryPerTask())
                .as("10 GiB heap and 4 cores: 1,491 MiB a task")
                .isEqualTo((long) ((10 * 1024 - 300) * 0.6 / 4 * (1 << 20)));
    }

    @Test
    void enoughDiskAndMemoryPass() {
        CheckResult result = judge(shape(400, true), EVEN, fleet(4, 10 * GIB, 100 * GIB));

        assertThat(result.outcome()).isInstanceOf(Outcome.Passed.class);
        assertThat(result.measurements())
                .extracting(measurement -> measurement.name())
                .contains(
                        "recommended spark.sql.shuffle.partitions, for memory and cores alone",
                        "local disk needed per worker");
    }

    @Test
    void tooLittleDiskIsRefusedWithWhatWouldMakeItFit() {
        CheckResult result = judge(shape(400, true), EVEN, fleet(4, 10 * GIB, 2 * GIB));

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.LOCAL_DISK_SHORT);
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.message())
                    .contains("needs 2.33 GiB [2.26 GiB to 2.40 GiB] of local disk and has 2.00 GiB free");
            assertThat(finding.remedies())
                    .containsExactly(
                            new Remedy.NeedsLaunchConf("spark.io.compression.codec", "zstd"), new Remedy.NeedsFleet(3));
            assertThat(finding.suggestion()).contains("--conf spark.io.compression.codec=zstd");
        });
    }

    @Test
    void oneTaskThatWritesAllFillsOneWorkerHoweverManyThereAre() {
        List<Finding> findings =
                judge(shape(400, true), fleet(4, 10 * GIB, GIB), conditions(AdaptiveShuffle.off(), 1, false));

        assertThat(findings)
                .filteredOn(finding -> finding.rule().equals(RuleCatalog.LOCAL_DISK_SHORT))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.remedies()).isEmpty();
                    assertThat(finding.suggestion())
                            .contains("repartition the input to 8 first: 1 task writes the shuffle")
                            .contains("of the 2 workers");
                });
    }

    @Test
    void whatIsOnlyModelledIsNotRefused() {
        ShuffleShape modelled = shape(400, true).withVolume(new Estimate(1, 1, 1, 0.5, Unit.RATIO));

        CheckResult result = judge(modelled, EVEN, fleet(4, 10 * GIB, 2 * GIB));

        assertThat(result.outcome().findings()).extracting(Finding::severity).containsExactly(Severity.WARN);
        assertThat(result.measurements())
                .as("a shuffle of something else than the rows as measured")
                .noneMatch(measurement -> measurement.name().equals(SizingMeasurements.LARGEST_TASK));
    }

    @Test
    void diskThatMayNotSufficeIsAWarning() {
        RowBytes vague = new RowBytes(bytes(200), "lz4", Map.of("lz4", new Estimate(50, 30, 80, 0.95, Unit.BYTES)));

        CheckResult result = SizingRules.judge(
                ROWS,
                vague,
                shape(400, true),
                EVEN,
                fleet(4, 10 * GIB, 3 * GIB),
                PLAIN,
                List.of(),
                GuardConfig.defaults());

        assertThat(result.outcome().findings()).extracting(Finding::severity).containsExactly(Severity.WARN);
    }

    @Test
    void aTaskThatDoesNotFitItsMemoryIsFoundWithAPartitionCountThatFits() {
        CheckResult result = judge(shape(4, true), EVEN, fleet(4, 10 * GIB, 100 * GIB));

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
            assertThat(finding.message()).contains("tasks that run together spill 4.13 GiB per worker");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.SetWriteOption("hoodie.bulkinsert.shuffle.parallelism", "152"));
        });
    }

    @Test
    void aTaskThatStreamsItsRowsNeedsNoMemoryForThem() {
        assertThat(judge(shape(4, false), EVEN, fleet(4, 10 * GIB, 100 * GIB)).outcome())
                .isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void whereNothingSetsThePartitionsNothingIsSaidOfThem() {
        ShuffleShape toFiles = new ShuffleShape(
                "insert", new Estimate(1, 1, 1, 0.5, Unit.RATIO), 10_000, ShuffleShape.NO_SETTING, false);

        CheckResult result = judge(Estimate.exact(1_000, Unit.COUNT), toFiles, fleet(4, 10 * GIB, 100 * GIB));

        assertThat(result.outcome()).isInstanceOf(Outcome.Passed.class);
        assertThat(result.measurements())
                .noneMatch(measurement -> measurement.name().startsWith("largest task"))
                .anyMatch(measurement -> measurement.name().equals("local disk needed per worker"));
    }

    @Test
    void aHotTaskMaySpillWhereTheMeanOneDoesNot() {
        Estimate skewed = Estimate.exact(50, Unit.RATIO);

        CheckResult result = judge(shape(400, true), TaskSizes.known(skewed), fleet(4, 10 * GIB, 100 * GIB));

        assertThat(result.measurements())
                .filteredOn(measurement -> measurement.name().equals("largest task, uncompressed"))
                .extracting(measurement -> measurement.value().render())
                .containsExactly("2.33 GiB");
    }

    @Test
    void ofAWriteWithoutAShuffleNoMoreIsSaid() {
        assertThat(judge(null, EVEN, fleet(4, 10 * GIB, 0)).outcome())
                .isEqualTo(new Outcome.Passed("this write shuffles no rows", List.of()));
    }

    @Test
    void theInputsOwnShufflesHaveNotPassed() {
        assertThat(SizingRules.inputShuffles().outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.reason())
                        .isEqualTo(Outcome.SkipReason.NOT_PROVABLE));
    }

    @Test
    void partitionsThatLieUnevenlyHaveNotPassed() {
        ShuffleShape sort = new ShuffleShape("sort", Estimate.exact(0, Unit.RATIO), 64, "parallelism", true);
        ShuffleShape more = new ShuffleShape("sort", Estimate.exact(0, Unit.RATIO), 400, "parallelism", true);

        assertThat(judge(sort, TaskSizes.whereTheyLie(), fleet(4, 6 * GIB, 100 * GIB))
                        .outcome())
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                        .contains("one of 4.00x the mean would"));
        assertThat(judge(more, TaskSizes.whereTheyLie(), fleet(4, 6 * GIB, 100 * GIB))
                        .outcome())
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.examined())
                        .contains("partitions are taken to hold about as much each"));
    }

    @Test
    void rowsOfKeysThatCannotBeComputedMayAllGoToOneTask() {
        assertThat(judge(shape(400, true), TaskSizes.unknownKeys(400), fleet(4, 10 * GIB, 100 * GIB))
                        .outcome())
                .isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void soMayRecordsThatAreKeptAsObjects() {
        ShuffleShape records = new ShuffleShape("sort", new Estimate(0.83, 0.4, 1.6, 0.5, Unit.RATIO), 400, "n", true);

        assertThat(judge(records, TaskSizes.unknownKeys(400), fleet(4, 10 * GIB, 100 * GIB))
                        .outcome())
                .isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void anUpsertsSpillIsNotKnownToBeNothing() {
        ShuffleShape upsert = new ShuffleShape(
                "upsert", new Estimate(3.5, 1.2, 7, 0.5, Unit.RATIO), 400, "hoodie.upsert.shuffle.parallelism", true);
        CheckResult result = judge(upsert, TaskSizes.ranges(), fleet(4, 10 * GIB, 1_000 * GIB));

        assertThat(result.outcome())
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.examined())
                        .contains("what its objects take on the heap is not known"));
        // Four tasks of 47.7 MiB, one of them a fifth larger, by lz4.
        assertThat(measured(result, "spill per worker").value()).isZero();
        assertThat(measured(result, "spill per worker").high()).isCloseTo(4.2 * 12.5e6, within(1e3));
    }

    @Test
    void anUpsertIsWarnedOfOnlyIfEvenItsSerialisedRowsDoNotFit() {
        Estimate volume = new Estimate(3.5, 1.2, 7, 0.5, Unit.RATIO);
        ShuffleShape few = new ShuffleShape("upsert", volume, 8, "hoodie.upsert.shuffle.parallelism", true);
        ShuffleShape more = new ShuffleShape("upsert", volume, 20, "hoodie.upsert.shuffle.parallelism", true);
        Fleet fleet = new Fleet(2, 4, new ExecutorMemory(10 * GIB, 0.6, 0.5, 64 * GIB, 0, 0), 1_000 * GIB, "test");

        assertThat(judge(few, EVEN, fleet).outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
            assertThat(finding.message())
                    .as("memory off the heap is none of theirs")
                    .contains("as serialised, more as objects, and has 1.46 GiB");
        });
        assertThat(judge(more, EVEN, fleet).outcome().findings()).isEmpty();
        assertThat(SizingRules.judge(
                                ROWS,
                                BYTES,
                                more,
                                EVEN,
                                fleet,
                                conditions(AdaptiveShuffle.off(), 100_000, true),
                                List.of(),
                                GuardConfig.defaults())
                        .outcome()
                        .findings())
                .as("half of the memory is left beside persisted rows")
                .hasSize(1);
    }

    @Test
    void tasksThatWriteManyPartitionsHoldTheirSplitAndSpillIt() {
        // 9.54 splits of 2 GiB uncompressed: four of them share 5.8 GiB.
        WriteConditions large = conditions(AdaptiveShuffle.off(), 10, false);
        CheckResult many = judge(shape(400, true), large);
        CheckResult bypassed = judge(shape(200, true), large);

        assertThat(many.outcome()).isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.message()).contains("each of 10 tasks that write the shuffle")));
        assertThat(measured(many, "spill per worker").value())
                .as("four tasks' rows twice, by lz4")
                .isCloseTo(4 * 0.5e9, within(1e6));
        assertThat(measured(many, "spill of all tasks").value()).isPositive();
        assertThat(bypassed.outcome().findings()).isEmpty();
        assertThat(measured(bypassed, "spill per worker").high()).isZero();
        assertThat(judge(shape(400, true), conditions(AdaptiveShuffle.off(), 100, false))
                        .outcome()
                        .findings())
                .as("smaller splits")
                .isEmpty();
    }

    @Test
    void tasksThatWriteManyPartitionsAreNamedIfOnlyTheUpperEndSpills() {
        // 16 splits of 1.25 GiB with their pointers: four of them just fit 5.8 GiB, and a fifth more rows do not.
        CheckResult result = judge(shape(400, true), conditions(AdaptiveShuffle.off(), 16, false));

        assertThat(measured(result, "spill per worker").value()).isZero();
        assertThat(result.outcome()).isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.message())
                        .contains("each of 16 tasks that write the shuffle", "together they spill up to")));
    }

    @Test
    void spillThatIsNotCompressedIsAsLargeAsTheRows() {
        ShuffleSettings plain = new ShuffleSettings(true, false, 200, 2_000, 100 << 20);
        CheckResult compressed = judge(shape(4, true), PLAIN);
        CheckResult raw = judge(shape(4, true), new WriteConditions(AdaptiveShuffle.off(), 100_000, false, plain));

        assertThat(measured(raw, "spill per worker").value())
                .isCloseTo(4 * measured(compressed, "spill per worker").value(), within(1.0));
    }

    @Test
    void tasksThatSparkDealsRoundHaveMoreMemory() {
        // Four tasks of 2.5 GiB with their pointers on four workers: one each, which has 5.8 GiB.
        Fleet four = new Fleet(4, 4, 10 * GIB, 0.6, 100 * GIB, "test");
        CheckResult result = judge(Estimate.exact(40e6, Unit.COUNT), shape(4, true), four);

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("tasks that run together may spill"));
        assertThat(measured(result, "spill per worker").low()).isZero();
    }

    @Test
    void moreThanAnUnevenHashIsNotCalledAHotKey() {
        // The mean of 16 takes 1.36 GiB with its pointers, the largest more than the 1.46 GiB of a task.
        CheckResult result =
                judge(shape(16, true), TaskSizes.known(Estimate.exact(1.2, Unit.RATIO)), fleet(4, 10 * GIB, 100 * GIB));

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).isEqualTo("Set hoodie.bulkinsert.shuffle.parallelism to 152.");
            assertThat(finding.remedies()).hasSize(1);
        });
    }

    @Test
    void partitionsAreAdvisedInWhichTheKeysHashesFit() {
        // 152 partitions are enough for even tasks, but into most numbers the hashes of the paths fall unevenly.
        IntFunction<TaskSizes> byPath =
                partitions -> TaskSizes.known(Estimate.exact(partitions == 176 ? 1.3 : 20, Unit.RATIO));

        CheckResult result = SizingRules.judge(
                ROWS,
                BYTES,
                shape(10, true),
                byPath,
                fleet(4, 10 * GIB, 100 * GIB),
                PLAIN,
                List.of(),
                GuardConfig.defaults());

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).isEqualTo("Set hoodie.bulkinsert.shuffle.parallelism to 176.");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.SetWriteOption("hoodie.bulkinsert.shuffle.parallelism", "176"));
        });
    }

    @Test
    void aHotKeyIsNotDivided() {
        CheckResult result = judge(
                shape(400, true), TaskSizes.known(Estimate.exact(100, Unit.RATIO)), fleet(4, 10 * GIB, 100 * GIB));

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).startsWith("Spread the hot key").contains("do not divide it");
            assertThat(finding.remedies()).isEmpty();
        });
    }

    @Test
    void anAdvisedSizeBelowTheSmallestIsNotOffered() {
        WriteConditions stuck = conditions(new AdaptiveShuffle(true, 1 << 30, 1 << 30, 1), 64, false);

        assertThat(judge(ROWS, 400, stuck)).singleElement().satisfies(finding -> {
            assertThat(finding.suggestion()).contains("no advised size makes merged tasks fit");
            assertThat(finding.remedies()).isEmpty();
        });
    }

    @Test
    void moreWorkersThanTasksShareNothing() {
        Fleet fleet = fleet(4, 10 * GIB, GIB);
        List<Finding> ten = judge(shape(200, false), fleet, conditions(AdaptiveShuffle.off(), 10, false));
        List<Finding> five = judge(shape(200, false), fleet, conditions(AdaptiveShuffle.off(), 5, false));

        assertThat(ten).singleElement().satisfies(finding -> assertThat(finding.remedies())
                .as("on 6 to 9 workers one holds the files of two of ten tasks, 0.93 GiB of 0.8")
                .contains(new Remedy.NeedsFleet(10)));
        assertThat(five).singleElement().satisfies(finding -> assertThat(finding.remedies())
                .as("the files of one of five tasks do not fit")
                .noneMatch(Remedy.NeedsFleet.class::isInstance));
    }

    @Test
    void aShuffleThatIsNotCompressedCouldBe() {
        RowBytes none =
                new RowBytes(bytes(200), "none", Map.of("lz4", bytes(50), "none", bytes(200), "zstd", bytes(20)));
        ShuffleSettings off = new ShuffleSettings(false, true, 200, 2_000, 100 << 20);

        assertThat(SizingRules.judge(
                                ROWS,
                                none,
                                shape(400, true),
                                EVEN,
                                fleet(4, 10 * GIB, 4 * GIB),
                                new WriteConditions(AdaptiveShuffle.off(), 100_000, false, off),
                                List.of(),
                                GuardConfig.defaults())
                        .outcome()
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedies())
                        .contains(new Remedy.NeedsLaunchConf("spark.shuffle.compress", "true"))
                        .doesNotContain(new Remedy.NeedsLaunchConf("spark.io.compression.codec", "zstd")));
    }

    @Test
    void aTaskIsJudgedByItsPointersToo() {
        // 46.6 MiB of rows fit 60 MiB, but not with 24 to 48 bytes of pointers for each.
        Fleet fleet = new Fleet(2, 4, 700L << 20, 0.6, 100 * GIB, "test");
        Estimate rows = Estimate.exact(400 * 1e6, Unit.COUNT);
        RowBytes small = new RowBytes(bytes(50), "lz4", Map.of("lz4", bytes(25)));

        CheckResult result =
                SizingRules.judge(rows, small, shape(400, true), EVEN, fleet, PLAIN, List.of(), GuardConfig.defaults());

        assertThat(result.outcome().findings())
                .extracting(Finding::rule)
                .containsExactly(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
    }

    @Test
    void whatIsSortedWhereItLiesIsDividedByTheInputOnly() {
        ShuffleShape sort = new ShuffleShape("sort", Estimate.exact(0, Unit.RATIO), 4, "parallelism", true);

        assertThat(SizingRules.judge(
                                ROWS,
                                BYTES,
                                sort,
                                EVEN,
                                fleet(4, 10 * GIB, 100 * GIB),
                                conditions(AdaptiveShuffle.off(), 4, false),
                                List.of(),
                                GuardConfig.defaults())
                        .outcome()
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.suggestion()).startsWith("Repartition the input to 152");
                    assertThat(finding.remedies()).isEmpty();
                });
    }

    @Test
    void tasksThatCarryNextToNothingAreTooMany() {
        CheckResult result = SizingRules.judge(
                Estimate.exact(10_000, Unit.COUNT),
                BYTES,
                shape(200, true),
                EVEN,
                fleet(4, 10 * GIB, 100 * GIB),
                PLAIN,
                List.of(),
                GuardConfig.defaults());

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_MANY);
            assertThat(finding.message()).contains("200 tasks carry 9.77 KiB each, 25 one after another");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.SetWriteOption("hoodie.bulkinsert.shuffle.parallelism", "2"));
        });
    }

    @Test
    void adaptiveExecutionMergesThemWhereItMay() {
        assertThat(judge(Estimate.exact(10_000, Unit.COUNT), 200, adaptive(64 << 20)))
                .isEmpty();
    }

    @Test
    void whatAdaptiveExecutionMergesTooFarIsFoundWithASizeThatFits() {
        // 4.66 GiB of lz4 in 400 partitions are merged to tasks of 1 GiB, 4 GiB uncompressed.
        assertThat(judge(ROWS, 400, adaptive(1 << 30))).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
            assertThat(finding.subject()).isEqualTo("spark.sql.adaptive.advisoryPartitionSizeInBytes");
            assertThat(finding.message()).contains("merges 400 partitions to");
        });
        assertThat(judge(ROWS, 400, adaptive(16 << 20))).isEmpty();
    }

    @Test
    void zstdThatSavesLessThanATenthIsNotWorthIt() {
        RowBytes random = new RowBytes(bytes(200), "zstd", Map.of("lz4", bytes(190), "zstd", bytes(180)));
        RowBytes text = new RowBytes(bytes(200), "zstd", Map.of("lz4", bytes(80), "zstd", bytes(50)));

        assertThat(judge(random)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.CODEC_NOT_WORTH_IT);
            assertThat(finding.message()).contains("saves 5.26 %", "954 MiB");
        });
        assertThat(judge(text)).isEmpty();
        assertThat(judge(BYTES)).as("lz4 is in effect").isEmpty();
    }

    @Test
    void rowsThatHudiPersistsTakeDiskOnceMemoryIsFull() {
        WriteConditions persisting = conditions(AdaptiveShuffle.off(), 64, true);
        // 9.3 GiB of rows a worker, 2.9 GiB of which memory keeps; and 2.3 GiB of shuffle.
        CheckResult result = SizingRules.judge(
                ROWS,
                BYTES,
                shape(400, true).withVolume(new Estimate(1, 1, 1, 0.5, Unit.RATIO)),
                EVEN,
                fleet(4, 10 * GIB, 6 * GIB),
                persisting,
                List.of(),
                GuardConfig.defaults());

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.LOCAL_DISK_SHORT);
            assertThat(finding.severity()).as("not sure").isEqualTo(Severity.WARN);
        });
    }

    @Test
    void persistedRecordsTakeAtMostWhatTheyWeigh() {
        CheckResult result = judge(shape(400, true), conditions(AdaptiveShuffle.off(), 100_000, true));

        assertThat(measured(result, "persisted rows on the disk of a worker").high())
                .as("10 GB a worker")
                .isCloseTo(10e9, within(1e3));
    }

    @Test
    void fewWritingTasksLieUnevenlyOnTheWorkers() {
        WriteConditions three = conditions(AdaptiveShuffle.off(), 3, false);

        assertThat(three.imbalance(2)).isEqualTo(2 * 2 / 3.0);
        assertThat(three.imbalance(1)).isEqualTo(1);
        assertThat(PLAIN.imbalance(7)).isCloseTo(1, within(1e-4));
    }

    @Test
    void aFleetOfNothingIsRefused() {
        assertThatThrownBy(() -> fleet(0, GIB, GIB)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Finding> judge(RowBytes bytes) {
        return SizingRules.judge(
                        ROWS,
                        bytes,
                        shape(400, true),
                        EVEN,
                        fleet(4, 10 * GIB, 100 * GIB),
                        PLAIN,
                        List.of(),
                        GuardConfig.defaults())
                .outcome()
                .findings();
    }

    private static List<Finding> judge(Estimate rows, int partitions, WriteConditions conditions) {
        return SizingRules.judge(
                        rows,
                        BYTES,
                        shape(partitions, true),
                        EVEN,
                        fleet(4, 10 * GIB, 100 * GIB),
                        conditions,
                        List.of(),
                        GuardConfig.defaults())
                .outcome()
                .findings();
    }

    private static CheckResult judge(ShuffleShape shape, WriteConditions conditions) {
        return SizingRules.judge(
                ROWS, BYTES, shape, EVEN, fleet(4, 10 * GIB, 100 * GIB), conditions, List.of(), GuardConfig.defaults());
    }

    private static List<Finding> judge(ShuffleShape shape, Fleet fleet, WriteConditions conditions) {
        return SizingRules.judge(ROWS, BYTES, shape, EVEN, fleet, conditions, List.of(), GuardConfig.defaults())
                .outcome()
                .findings();
    }

    private static CheckResult judge(Estimate rows, ShuffleShape shape, Fleet fleet) {
        return SizingRules.judge(rows, BYTES, shape, EVEN, fleet, PLAIN, List.of(), GuardConfig.defaults());
    }

    private static Estimate measured(CheckResult result, String name) {
        return result.measurements().stream()
                .filter(measurement -> measurement.name().equals(name))
                .map(measurement -> (Estimate) measurement.value())
                .findFirst()
                .orElseThrow();
    }

    private static WriteConditions conditions(AdaptiveShuffle adaptive, int writingTasks, boolean persists) {
        return new WriteConditions(adaptive, writingTasks, persists, ShuffleSettings.DEFAULTS);
    }

    private static WriteConditions adaptive(long advisory) {
        return conditions(new AdaptiveShuffle(true, advisory, 1 << 20, 1), 64, false);
    }

    private static CheckResult judge(ShuffleShape shape, TaskSizes tasks, Fleet fleet) {
        return SizingRules.judge(
                ROWS,
                BYTES,
                shape,
                tasks,
                fleet,
                PLAIN,
                List.of("spark.sql.shuffle.partitions"),
                GuardConfig.defaults());
    }

    private static ShuffleShape shape(int partitions, boolean buffers) {
        return new ShuffleShape("bulk_insert", ONE, partitions, "hoodie.bulkinsert.shuffle.parallelism", buffers);
    }

    private static Fleet fleet(int cores, long heap, long disk) {
        return new Fleet(2, cores, heap, 0.6, disk, "test");
    }

    private static Estimate bytes(double bytes) {
        return Estimate.exact(bytes, Unit.BYTES);
    }
}
