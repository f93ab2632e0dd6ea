package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void recommendedPartitionsAreWholeWavesAndFitTheMemory() {
        Fleet fleet = fleet(4, 10 * GIB, 100 * GIB);

        for (double gib : new double[] {0.001, 0.5, 1, 18.6, 1000}) {
            int partitions = SizingRules.recommendedPartitions(Estimate.exact(gib * GIB, Unit.BYTES), fleet);
            assertThat(partitions % fleet.slots())
                    .as("%s GiB in whole waves", gib)
                    .isZero();
            assertThat(gib * GIB / partitions)
                    .as("bytes a task of %s GiB", gib)
                    .isLessThanOrEqualTo(Math.min(128 << 20, fleet.executionMemoryPerTask() / 2.0));
        }
    }

    @Test
    void aFleetOfNothingIsRefused() {
        assertThatThrownBy(() -> fleet(0, GIB, GIB)).isInstanceOf(IllegalArgumentException.class);
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
