package io.preflightguard.sizing;

import static io.preflightguard.sizing.SizingScene.GIB;
import static io.preflightguard.sizing.SizingScene.PLAIN;
import static io.preflightguard.sizing.SizingScene.bytes;
import static io.preflightguard.sizing.SizingScene.conditions;
import static io.preflightguard.sizing.SizingScene.fleet;
import static io.preflightguard.sizing.SizingScene.measured;
import static io.preflightguard.sizing.SizingScene.scene;
import static io.preflightguard.sizing.SizingScene.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link SizingRules} says of local disks, and of the codec that fills them. */
class DiskRulesTest {

    @Test
    void tooLittleDiskIsRefusedWithWhatWouldMakeItFit() {
        List<Finding> findings = scene().withFleet(fleet(4, 10 * GIB, 2 * GIB)).findings();

        assertThat(findings).singleElement().satisfies(finding -> {
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
        List<Finding> findings = scene().withFleet(fleet(4, 10 * GIB, GIB))
                .withConditions(conditions(AdaptiveShuffle.off(), 1, false))
                .findings();

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

        CheckResult result = scene().withShape(modelled)
                .withFleet(fleet(4, 10 * GIB, 2 * GIB))
                .judge();

        assertThat(result.outcome().findings()).extracting(Finding::severity).containsExactly(Severity.WARN);
        assertThat(result.measurements())
                .as("a shuffle of something else than the rows as measured")
                .noneMatch(measurement -> measurement.name().equals(SizingMeasurements.LARGEST_TASK));
    }

    @Test
    void diskThatMayNotSufficeIsAWarning() {
        RowBytes vague = new RowBytes(bytes(200), "lz4", Map.of("lz4", new Estimate(50, 30, 80, 0.95, Unit.BYTES)));

        List<Finding> findings = scene().withRowBytes(vague)
                .withFleet(fleet(4, 10 * GIB, 3 * GIB))
                .findings();

        assertThat(findings).extracting(Finding::severity).containsExactly(Severity.WARN);
    }

    @Test
    void spillThatIsNotCompressedIsAsLargeAsTheRows() {
        ShuffleSettings plain = new ShuffleSettings(true, false, 200, 2_000, 100 << 20);
        SizingScene spilling = scene().withShape(shape(4, true));

        CheckResult compressed = spilling.judge();
        CheckResult raw = spilling.withConditions(
                        new WriteConditions(AdaptiveShuffle.off(), InputPartitions.of(100_000), false, plain))
                .judge();

        assertThat(measured(raw, "spill per worker").value())
                .isCloseTo(4 * measured(compressed, "spill per worker").value(), within(1.0));
    }

    @Test
    void moreWorkersThanTasksShareNothing() {
        SizingScene small = scene().withShape(shape(200, false)).withFleet(fleet(4, 10 * GIB, GIB));

        List<Finding> ten = small.withConditions(conditions(AdaptiveShuffle.off(), 10, false))
                .findings();
        List<Finding> five = small.withConditions(conditions(AdaptiveShuffle.off(), 5, false))
                .findings();

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

        List<Finding> findings = scene().withRowBytes(none)
                .withFleet(fleet(4, 10 * GIB, 4 * GIB))
                .withConditions(new WriteConditions(AdaptiveShuffle.off(), InputPartitions.of(100_000), false, off))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> assertThat(finding.remedies())
                .contains(new Remedy.NeedsLaunchConf("spark.shuffle.compress", "true"))
                .doesNotContain(new Remedy.NeedsLaunchConf("spark.io.compression.codec", "zstd")));
    }

    @Test
    void zstdThatSavesLessThanATenthIsNotWorthIt() {
        RowBytes random = new RowBytes(bytes(200), "zstd", Map.of("lz4", bytes(190), "zstd", bytes(180)));
        RowBytes text = new RowBytes(bytes(200), "zstd", Map.of("lz4", bytes(80), "zstd", bytes(50)));

        assertThat(scene().withRowBytes(random).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.CODEC_NOT_WORTH_IT);
            assertThat(finding.message()).contains("saves 5.26 %", "954 MiB");
        });
        assertThat(scene().withRowBytes(text).findings()).isEmpty();
        assertThat(scene().findings()).as("lz4 is in effect").isEmpty();
    }

    @Test
    void rowsThatHudiPersistsTakeDiskOnceMemoryIsFull() {
        // 9.3 GiB of rows a worker, 2.9 GiB of which memory keeps; and 2.3 GiB of shuffle.
        List<Finding> findings = scene().withShape(shape(400, true).withVolume(new Estimate(1, 1, 1, 0.5, Unit.RATIO)))
                .withFleet(fleet(4, 10 * GIB, 6 * GIB))
                .withConditions(conditions(AdaptiveShuffle.off(), 64, true))
                .findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.LOCAL_DISK_SHORT);
            assertThat(finding.severity()).as("not sure").isEqualTo(Severity.WARN);
        });
    }

    @Test
    void persistedRecordsTakeAtMostWhatTheyWeigh() {
        CheckResult result = scene().withConditions(conditions(AdaptiveShuffle.off(), 100_000, true))
                .judge();

        assertThat(measured(result, "persisted rows on the disk of a worker").high())
                .as("10 GB a worker")
                .isCloseTo(10e9, within(1e5));
    }

    @Test
    void fewWritingTasksLieUnevenlyOnTheWorkers() {
        WriteConditions three = conditions(AdaptiveShuffle.off(), 3, false);

        assertThat(three.worstPart(2).value()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(three.worstPart(1)).isEqualTo(Estimate.exact(1, Unit.RATIO));
        assertThat(PLAIN.worstPart(7).value()).isCloseTo(1 / 7.0, within(1e-4));
    }

    @Test
    void oneLargePartitionFillsItsWorkersDisk() {
        // 4.66 GiB of shuffle, nine tenths of it by one of two tasks: 4.2 GiB lie on its worker and not half of them.
        SizingScene uneven = scene().withShape(shape(150, false))
                .withFleet(fleet(4, 10 * GIB, 4 * GIB))
                .withConditions(new WriteConditions(
                        AdaptiveShuffle.off(),
                        InputPartitions.ofRows(new double[] {90e6, 10e6}),
                        false,
                        ShuffleSettings.DEFAULTS));

        assertThat(uneven.findings())
                .extracting(Finding::rule, Finding::severity)
                .containsExactly(tuple(RuleCatalog.LOCAL_DISK_SHORT, Severity.FAIL));
    }
}
