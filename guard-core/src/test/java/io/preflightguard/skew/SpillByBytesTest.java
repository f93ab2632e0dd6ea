package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Few rows that weigh much: rows lie evenly, and bytes do not. A task spills bytes. */
class SpillByBytesTest {

    private static final int PARTITIONS = 20;
    private static final int SPLITS = 16;
    private static final long SPLIT_ROWS = 1_250_000;
    private static final Estimate ROWS = Estimate.exact(SPLITS * SPLIT_ROWS, Unit.COUNT);
    private static final Estimate BYTES = Estimate.exact(12e9, Unit.BYTES);
    private static final TaskResources ONE_GIB = new TaskResources(1L << 30, 8);
    private static final GuardConfig SHOWN = GuardConfig.of(Map.of("spark.guard.report.keys", "show"), Map.of());

    @Test
    void aKeyOfFewHeavyRowsSpills() {
        CheckResult result =
                SkewRules.judge(heavy(), new KeyedShuffle(PARTITIONS, true, "test"), BYTES, ONE_GIB, SHOWN);

        assertThat(result.outcome().findings()).singleElement().satisfies(SpillByBytesTest::spills);
    }

    @Test
    void aSampleIsNotDecidedWhileTheHeaviestTaskMayFit() {
        KeyedShuffle shuffle = new KeyedShuffle(PARTITIONS, true, "test");

        assertThat(SkewRules.isDecided(sampled(), shuffle, BYTES, new TaskResources(8_000_000_000L, 8), SHOWN))
                .as("nothing is hot by rows, and some task may spill")
                .isFalse();
        assertThat(SkewRules.isDecided(sampled(), shuffle, BYTES, new TaskResources(64L << 30, 8), SHOWN))
                .isTrue();
    }

    @Test
    void aKeyOfFewHeavyRowsSpillsInAJoin() {
        JoinedRows heavy = new JoinedRows(heavy(), ROWS, BYTES, false, ShuffleConsumer.SPILLS);
        JoinedRows light = new JoinedRows(even(), ROWS, Estimate.exact(4e9, Unit.BYTES), false, ShuffleConsumer.SPILLS);

        CheckResult result = JoinSkewRules.judge(new KeyedJoin(light, heavy, PARTITIONS, false, false), ONE_GIB, SHOWN);

        assertThat(result.outcome().findings()).singleElement().satisfies(SpillByBytesTest::spills);
    }

    @Test
    void whereRowsAndBytesLieEvenlyATaskThatSpillsIsAMatterOfSize() {
        TaskResources little = new TaskResources(1L << 20, 8);
        KeyedShuffle shuffle = new KeyedShuffle(PARTITIONS, true, "test");

        assertThat(SkewRules.judge(even(), shuffle, BYTES, little, SHOWN)
                        .outcome()
                        .findings())
                .isEmpty();
    }

    private static void spills(Finding finding) {
        assertThat(finding.rule().id()).isEqualTo("KEY_SKEW_SPILL");
        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.subject()).as("the key that weighs most").isEqualTo("k=heavy");
        assertThat(finding.message())
                .contains("the mean bytes", "GiB of execution memory: it spills ", "and the stage waits for it")
                .doesNotContain("1.0x the mean");
    }

    /** A key with 0.2 % of the rows, 200 kB each, beside a million others with 200 bytes a row. */
    private static KeyProfile heavy() {
        return profile(SPLITS, true, 0);
    }

    private static KeyProfile even() {
        return profile(SPLITS, false, 0);
    }

    /** The same from a few partitions of very many, with heavy rows that weigh now this, now that. */
    private static KeyProfile sampled() {
        return profile(1000, true, 150_000);
    }

    private static KeyProfile profile(int splitsInAll, boolean heavy, long differing) {
        long heavyRows = SPLIT_ROWS / 500;
        List<SplitCounts> counted = new ArrayList<>();
        List<SplitBytes> weighed = new ArrayList<>();
        for (int split = 0; split < SPLITS; split++) {
            List<KeyCount> keys = new ArrayList<>();
            keys.add(new KeyCount("heavy", 7, heavyRows, heavyRows));
            for (int key = 0; key < 100; key++) {
                keys.add(new KeyCount("light" + key, 1000 + key, 1250, 1250));
            }
            counted.add(new SplitCounts(SPLIT_ROWS, 0, keys, 2));
            long each = heavy ? 200_000 + (split % 2 == 0 ? differing : -differing) : 200;
            KeyBytes bytes = new KeyBytes(7, heavyRows, heavyRows * each);
            weighed.add(new SplitBytes(SPLIT_ROWS, bytes.bytes() + (SPLIT_ROWS - heavyRows) * 200, List.of(bytes)));
        }
        return KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "k", counted, splitsInAll, false, weighed), 0.95);
    }
}
