package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingRulesTest {

    private static final long MIB = 1L << 20;
    private static final String ADVISORY = "spark.sql.adaptive.advisoryPartitionSizeInBytes";
    private static final AdaptiveShuffle ON = new AdaptiveShuffle(true, 64 * MIB, MIB, 8);

    @Test
    void aCoreSettingThatSparkDoesNotRunWithIsFound() {
        List<Finding> findings = found(
                Map.of("spark.io.compression.codec", "zstd", "spark.memory.fraction", "0.7"),
                Map.of("spark.memory.fraction", "0.7"));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SETTING_REJECTED);
            assertThat(finding.line()).contains("asks for zstd", "runs with its default");
            assertThat(finding.remedies())
                    .containsExactly(new Remedy.NeedsLaunchConf("spark.io.compression.codec", "zstd"));
        });
    }

    @Test
    void aCoreSettingThatSparkRunsWithIsNot() {
        Map<String, String> same = Map.of("spark.io.compression.codec", "zstd");

        assertThat(found(same, same)).isEmpty();
    }

    @Test
    void settingsOfAdaptiveExecutionDoNothingWhileItIsOff() {
        List<Finding> findings = found(Map.of("spark.sql.adaptive.enabled", "false", ADVISORY, "32m"), Map.of());

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleCatalog.SETTING_IGNORED);
            assertThat(finding.subject()).isEqualTo(ADVISORY);
        });
        assertThat(found(Map.of("spark.sql.adaptive.enabled", "true", ADVISORY, "32m"), Map.of()))
                .isEmpty();
    }

    @Test
    void settingsOfMergingDoNothingWhileItIsOff() {
        String merging = "spark.sql.adaptive.coalescePartitions.";

        assertThat(found(Map.of(merging + "enabled", "false", merging + "minPartitionSize", "4m"), Map.of()))
                .extracting(Finding::subject)
                .containsExactly(merging + "minPartitionSize");
    }

    @Test
    void theAdvisedSizeIsIgnoredOnlyWhereTheCoresMakeItSmaller() {
        SettingsInForce settings = new SettingsInForce(Map.of(ADVISORY, "64m"), Map.of());

        assertThat(judged(settings, bulkInsert(), ON, 80 * MIB))
                .extracting(Finding::subject)
                .containsExactly(ADVISORY);
        assertThat(judged(settings, bulkInsert(), ON, 8_000 * MIB))
                .as("8 cores would have 1,000 MiB each: the advised size holds")
                .isEmpty();
        assertThat(judged(
                        new SettingsInForce(
                                Map.of(
                                        ADVISORY,
                                        "64m",
                                        "spark.sql.adaptive.coalescePartitions.parallelismFirst",
                                        "false"),
                                Map.of()),
                        bulkInsert(),
                        new AdaptiveShuffle(true, 64 * MIB, MIB, 1),
                        80 * MIB))
                .isEmpty();
    }

    @Test
    void sparksPartitionsDoNotCountForHudisShuffles() {
        SettingsInForce settings = new SettingsInForce(Map.of("spark.sql.shuffle.partitions", "400"), Map.of());
        ShuffleShape upsert = shape("upsert", "hoodie.upsert.shuffle.parallelism");

        assertThat(judged(settings, upsert, AdaptiveShuffle.off(), 80 * MIB))
                .singleElement()
                .satisfies(finding -> assertThat(finding.line())
                        .contains("have 16 partitions, by hoodie.upsert.shuffle.parallelism"));
        assertThat(judged(settings, bulkInsert(), ON, 80 * MIB)).isEmpty();
    }

    @Test
    void whereNothingSetsTheWritesPartitionsNoSettingIsIgnored() {
        SettingsInForce settings = new SettingsInForce(Map.of("spark.sql.shuffle.partitions", "400"), Map.of());
        ShuffleShape toFiles = shape("insert", ShuffleShape.NO_SETTING);

        assertThat(judged(settings, toFiles, AdaptiveShuffle.off(), 80 * MIB)).isEmpty();
    }

    @Test
    void averagesHideTheSkewOfAJoin() {
        SettingsInForce many = new SettingsInForce(Map.of("spark.sql.shuffle.partitions", "2001"), Map.of());

        assertThat(joined(many, true, 2_000))
                .extracting(Finding::rule)
                .containsExactly(RuleCatalog.MAP_STATUS_AVERAGED);
        assertThat(joined(many, false, 2_000)).as("no join").isEmpty();
        assertThat(joined(many, true, Integer.MAX_VALUE))
                .as("accurateBlockSkewedFactor")
                .isEmpty();
        assertThat(joined(
                        new SettingsInForce(
                                Map.of(
                                        "spark.sql.shuffle.partitions", "2001",
                                        "spark.sql.adaptive.skewJoin.enabled", "false"),
                                Map.of()),
                        true,
                        2_000))
                .as("nothing looks for skew")
                .isEmpty();
    }

    @Test
    void theRemedyForAveragesMakesNoTaskLarger() {
        assertThat(joined(asks("spark.sql.shuffle.partitions", "10000"), true, 2_000))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.remedies())
                            .containsExactly(
                                    new Remedy.NeedsLaunchConf("spark.shuffle.accurateBlockSkewedFactor", "5"));
                    assertThat(finding.message()).contains("under 100 MiB");
                });
    }

    @Test
    void averagesMisleadTheMergingOfTheWriteToo() {
        SettingsInForce many = asks("spark.sql.shuffle.partitions", "2001");

        assertThat(judged(many, bulkInsert(), ON, 8_000 * MIB))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("merges partitions without knowing"));
        assertThat(judged(many, bulkInsert(), AdaptiveShuffle.off(), 8_000 * MIB))
                .as("nothing acts on the sizes")
                .isEmpty();
    }

    @Test
    void theInitialPartitionsComeBeforeTheOthers() {
        String initial = "spark.sql.adaptive.coalescePartitions.initialPartitionNum";
        Map<String, String> both = Map.of("spark.sql.shuffle.partitions", "10", initial, "3000");
        SettingsInForce fewer =
                new SettingsInForce(Map.of("spark.sql.shuffle.partitions", "3000", initial, "10"), Map.of());

        assertThat(joined(new SettingsInForce(both, Map.of()), true, 2_000))
                .extracting(Finding::subject)
                .containsExactly(initial);
        assertThat(joined(fewer, true, 2_000)).isEmpty();
        assertThat(joined(
                        new SettingsInForce(
                                Map.of(
                                        "spark.sql.shuffle.partitions",
                                        "3000",
                                        initial,
                                        "10",
                                        "spark.sql.adaptive.coalescePartitions.enabled",
                                        "false"),
                                Map.of()),
                        true,
                        2_000))
                .as("not while nothing is merged")
                .extracting(Finding::rule)
                .contains(RuleCatalog.MAP_STATUS_AVERAGED);
    }

    @Test
    void aNumberThatIsNoneDoesNotEndTheCheck() {
        assertThat(joined(asks("spark.sql.shuffle.partitions", "many"), true, 2_000))
                .isEmpty();
    }

    @Test
    void valuesThatMeanTheSameAreNotRejected() {
        assertThat(found(Map.of("spark.io.compression.codec", "lz4"), Map.of())).isEmpty();
        assertThat(found(Map.of("spark.executor.memory", "8g"), Map.of("spark.executor.memory", "8192m")))
                .isEmpty();
        assertThat(found(Map.of("spark.executor.memory", "1024"), Map.of())).isEmpty();
        assertThat(found(Map.of("spark.memory.fraction", "0.60"), Map.of())).isEmpty();
        assertThat(found(Map.of("spark.shuffle.compress", "TRUE"), Map.of())).isEmpty();
        assertThat(found(
                        Map.of("spark.io.compression.codec", "zstd"),
                        Map.of("spark.io.compression.codec", "org.apache.spark.io.ZStdCompressionCodec")))
                .isEmpty();
        assertThat(found(Map.of("spark.executor.memory", "8g"), Map.of())).hasSize(1);
        assertThat(found(Map.of("spark.memory.offHeap.size", "1024"), Map.of("spark.memory.offHeap.size", "1g")))
                .hasSize(1);
    }

    @Test
    void whatIsOffAnywayIsNoNews() {
        assertThat(found(
                        Map.of(
                                "spark.sql.adaptive.enabled", "false",
                                "spark.sql.adaptive.skewJoin.enabled", "false"),
                        Map.of()))
                .isEmpty();
    }

    private static SettingsInForce asks(String key, String value) {
        return new SettingsInForce(Map.of(key, value), Map.of());
    }

    private static List<Finding> joined(SettingsInForce settings, boolean joins, int averagedAbove) {
        return SettingRules.judge(settings, joins, averaging(averagedAbove), null, AdaptiveShuffle.off(), -1)
                .outcome()
                .findings();
    }

    private static List<Finding> found(Map<String, String> asked, Map<String, String> launched) {
        return judged(new SettingsInForce(asked, launched), null, AdaptiveShuffle.off(), -1);
    }

    private static List<Finding> judged(
            SettingsInForce settings, ShuffleShape shape, AdaptiveShuffle adaptive, double bytes) {
        return SettingRules.judge(settings, false, ShuffleSettings.DEFAULTS, shape, adaptive, bytes)
                .outcome()
                .findings();
    }

    private static ShuffleSettings averaging(int above) {
        return new ShuffleSettings(true, true, 200, above, 100 * MIB);
    }

    private static ShuffleShape bulkInsert() {
        return shape("bulk_insert", "spark.sql.shuffle.partitions");
    }

    private static ShuffleShape shape(String name, String setBy) {
        return new ShuffleShape(name, Estimate.exact(1, Unit.RATIO), 16, setBy, true);
    }
}
