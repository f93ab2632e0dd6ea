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
import org.junit.jupiter.api.Test;

class SizingRulesTest {

    private static final long GIB = 1L << 30;
    private static final Estimate ONE = Estimate.exact(1, Unit.RATIO);
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
        CheckResult result = judge(shape(400, true), ONE, fleet(4, 10 * GIB, 100 * GIB));

        assertThat(result.outcome()).isInstanceOf(Outcome.Passed.class);
        assertThat(result.measurements())
                .extracting(measurement -> measurement.name())
                .contains(
                        "recommended spark.sql.shuffle.partitions, for memory and cores alone",
                        "local disk needed per worker");
    }

    @Test
    void tooLittleDiskIsRefusedWithWhatWouldMakeItFit() {
        CheckResult result = judge(shape(400, true), ONE, fleet(4, 10 * GIB, 2 * GIB));

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.LOCAL_DISK_SHORT);
            assertThat(finding.severity()).isEqualTo(Severity.FAIL);
            assertThat(finding.message()).contains("needs 2.33 GiB of local disk and has 2.00 GiB free");
            assertThat(finding.remedies())
                    .containsExactly(
                            new Remedy.NeedsLaunchConf("spark.io.compression.codec", "zstd"), new Remedy.NeedsFleet(3));
            assertThat(finding.suggestion()).contains("--conf spark.io.compression.codec=zstd");
        });
    }

    @Test
    void whatIsOnlyModelledIsNotRefused() {
        ShuffleShape modelled = shape(400, true).withVolume(new Estimate(1, 1, 1, 0.5, Unit.RATIO));

        CheckResult result = judge(modelled, ONE, fleet(4, 10 * GIB, 2 * GIB));

        assertThat(result.outcome().findings()).extracting(Finding::severity).containsExactly(Severity.WARN);
        assertThat(result.measurements())
                .as("a shuffle of something else than the rows as measured")
                .noneMatch(measurement -> measurement.name().equals(SizingMeasurements.LARGEST_TASK));
    }

    @Test
    void diskThatMayNotSufficeIsAWarning() {
        RowBytes vague = new RowBytes(bytes(200), "lz4", Map.of("lz4", new Estimate(50, 30, 80, 0.95, Unit.BYTES)));

        CheckResult result = SizingRules.judge(
                ROWS, vague, shape(400, true), ONE, fleet(4, 10 * GIB, 3 * GIB), List.of(), GuardConfig.defaults());

        assertThat(result.outcome().findings()).extracting(Finding::severity).containsExactly(Severity.WARN);
    }

    @Test
    void aTaskThatDoesNotFitItsMemoryIsFoundWithAPartitionCountThatFits() {
        CheckResult result = judge(shape(4, true), ONE, fleet(4, 10 * GIB, 100 * GIB));

        assertThat(result.outcome().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW);
            assertThat(finding.message()).contains("it spills");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.SetWriteOption("hoodie.bulkinsert.shuffle.parallelism", "152"));
        });
    }

    @Test
    void aTaskThatStreamsItsRowsNeedsNoMemoryForThem() {
        assertThat(judge(shape(4, false), ONE, fleet(4, 10 * GIB, 100 * GIB)).outcome())
                .isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aHotTaskMaySpillWhereTheMeanOneDoesNot() {
        Estimate skewed = Estimate.exact(50, Unit.RATIO);

        CheckResult result = judge(shape(400, true), skewed, fleet(4, 10 * GIB, 100 * GIB));

        assertThat(result.measurements())
                .filteredOn(measurement -> measurement.name().equals("largest task, uncompressed"))
                .extracting(measurement -> measurement.value().render())
                .containsExactly("2.33 GiB");
    }

    @Test
    void aWriteWithoutAShuffleNeedsNoDisk() {
        assertThat(judge(null, ONE, fleet(4, 10 * GIB, 0)).outcome()).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aTaskIsJudgedByItsPointersToo() {
        // 46.6 MiB of rows fit 60 MiB, but not with 24 to 48 bytes of pointers for each.
        Fleet fleet = new Fleet(2, 4, 700L << 20, 0.6, 100 * GIB, "test");
        Estimate rows = Estimate.exact(400 * 1e6, Unit.COUNT);
        RowBytes small = new RowBytes(bytes(50), "lz4", Map.of("lz4", bytes(25)));

        CheckResult result =
                SizingRules.judge(rows, small, shape(400, true), ONE, fleet, List.of(), GuardConfig.defaults());

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
                                ONE,
                                fleet(4, 10 * GIB, 100 * GIB),
                                new WriteConditions(AdaptiveShuffle.off(), 4, false, 2_000),
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
                ONE,
                fleet(4, 10 * GIB, 100 * GIB),
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
    void moreThan2000PartitionsLeaveAveragesOnly() {
        assertThat(judge(ROWS, 2_001, WriteConditions.plain()))
                .extracting(Finding::rule)
                .containsExactly(RuleCatalog.MAP_STATUS_AVERAGED);
        assertThat(judge(ROWS, 2_000, WriteConditions.plain())).isEmpty();
        assertThat(judge(ROWS, 2_001, new WriteConditions(AdaptiveShuffle.off(), 64, false, Integer.MAX_VALUE)))
                .as("spark.shuffle.accurateBlockSkewedFactor is set")
                .isEmpty();
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
        WriteConditions persisting = new WriteConditions(AdaptiveShuffle.off(), 64, true, 2_000);
        // 9.3 GiB of rows a worker, 2.9 GiB of which memory keeps; and 2.3 GiB of shuffle.
        CheckResult result = SizingRules.judge(
                ROWS,
                BYTES,
                shape(400, true),
                ONE,
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
    void fewWritingTasksLieUnevenlyOnTheWorkers() {
        WriteConditions three = new WriteConditions(AdaptiveShuffle.off(), 3, false, 2_000);

        assertThat(three.imbalance(2)).isEqualTo(2 * 2 / 3.0);
        assertThat(three.imbalance(1)).isEqualTo(1);
        assertThat(WriteConditions.plain().imbalance(7)).isCloseTo(1, within(1e-6));
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
                        ONE,
                        fleet(4, 10 * GIB, 100 * GIB),
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
                        ONE,
                        fleet(4, 10 * GIB, 100 * GIB),
                        conditions,
                        List.of(),
                        GuardConfig.defaults())
                .outcome()
                .findings();
    }

    private static WriteConditions adaptive(long advisory) {
        return new WriteConditions(new AdaptiveShuffle(true, advisory, 1 << 20, 1), 64, false, 2_000);
    }

    private static CheckResult judge(ShuffleShape shape, Estimate largestToMean, Fleet fleet) {
        return SizingRules.judge(
                ROWS,
                BYTES,
                shape,
                largestToMean,
                fleet,
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
