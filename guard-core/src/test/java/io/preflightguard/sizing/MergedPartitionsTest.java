package io.preflightguard.sizing;

import static io.preflightguard.sizing.SizingScene.adaptive;
import static io.preflightguard.sizing.SizingScene.conditions;
import static io.preflightguard.sizing.SizingScene.scene;
import static io.preflightguard.sizing.SizingScene.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link SizingRules} says of partitions that adaptive execution merges. */
class MergedPartitionsTest {

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
}
