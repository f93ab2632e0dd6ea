package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a sample is enough for a verdict, and whether the number that is asked for where it is not would be. */
class SkewDecisionTest {

    private static final GuardConfig CONFIG = GuardConfig.of(Map.of(), Map.of());
    private static final Estimate LARGE = Estimate.exact(100e9, Unit.BYTES);
    private static final KeyedShuffle SHUFFLE =
            new KeyedShuffle(200, true, "spark.sql.shuffle.partitions", ShuffleConsumer.STREAMS, true);
    private static final Pattern ADVICE = Pattern.compile("Read about (\\d+) instead of \\d+ of the \\d+ .*");

    @Test
    void mixedRowsWithoutAHotKeyPassAtTheFirstLook() {
        SamplingRounds rounds = new SamplingRounds(1000, 32, 0.95);
        for (int seed = 0; seed < 20; seed++) {
            SimulatedInput input = new SimulatedInput(KeyDistribution.UNIFORM, KeyLayout.SHUFFLED, 1000, 1, seed);
            KeyProfile profile = KeyProfile.of(
                    sample(input.read(List.of(), rounds.partitionsAt(0)), 1000), rounds.confidencePerLook());

            assertThat(SkewRules.isDecided(profile, SHUFFLE, LARGE, null, CONFIG))
                    .as("seed %s", seed)
                    .isTrue();
            assertThat(judge(profile)).as("seed %s", seed).isInstanceOf(Outcome.Passed.class);
        }
    }

    /** Every partition holds some keys of its own. The number that is asked for is drawn anew, and judged. */
    @ParameterizedTest
    @CsvSource({"1, 32, 10000", "1, 8, 10000", "3, 32, 10000", "1, 32, 2000"})
    void theNumberThatIsAskedForDecides(int keysEach, int read, int all) {
        List<String> undecided = new ArrayList<>();
        int seeds = 60;
        for (int seed = 0; seed < seeds; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] hashes = random.ints((long) all * keysEach).toArray();
            SamplingRounds rounds = new SamplingRounds(all, read, 0.95);
            Outcome first =
                    judge(KeyProfile.of(heaps(hashes, keysEach, read, all, random), rounds.confidencePerLook()));
            int more = asked(first, seed);
            SamplingRounds then = new SamplingRounds(all, more, 0.95);
            Outcome second = judge(KeyProfile.of(heaps(hashes, keysEach, more, all, random), then.confidencePerLook()));
            if (!(second instanceof Outcome.Passed)) {
                undecided.add(seed + " with " + more);
            }
        }

        assertThat(undecided)
                .as("of %s seeds, what was asked for did not decide", seeds)
                .hasSizeLessThan(4);
    }

    @Test
    void aKeyThatMayBeInWhatWasNotReadIsNotNamed() {
        SplittableRandom random = new SplittableRandom(1);
        int[] hashes = random.ints(30_000).toArray();

        Outcome outcome = judge(KeyProfile.of(heaps(hashes, 30, 32, 1000, random), 0.95));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> {
            assertThat(skipped.reason()).isEqualTo(Outcome.SkipReason.UNDECIDED);
            assertThat(skipped.explanation())
                    .startsWith(
                            "no key that was seen is hot, but rows of one key lie together here, and one with up to");
            assertThat(skipped.wayOut()).matches(ADVICE);
        });
    }

    /** A key fills one partition in twelve; every other one holds one key of its own. */
    @Test
    void theNumberThatIsAskedForShowsAHotKeyThatLiesInHeaps() {
        int all = 5000;
        List<String> undecided = new ArrayList<>();
        int seeds = 60;
        for (int seed = 0; seed < seeds; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] hashes = random.ints(all).toArray();
            for (int i = 0; i < all / 12; i++) {
                hashes[i] = 7;
            }
            Outcome first = judge(KeyProfile.of(heaps(hashes, 1, 64, all, random), 0.95));
            if (first instanceof Outcome.Violated violated) {
                String advice = violated.findings().get(0).suggestion();
                Matcher matcher = ADVICE.matcher(advice);
                if (matcher.matches()) {
                    int more = Integer.parseInt(matcher.group(1));
                    Outcome second = judge(KeyProfile.of(heaps(hashes, 1, more, all, random), 0.95));
                    assertThat(second).as("seed %s", seed).isNotInstanceOf(Outcome.Passed.class);
                    if (second.findings().stream()
                            .anyMatch(finding -> finding.message().contains("undecided"))) {
                        undecided.add(seed + " with " + more);
                    }
                }
            }
        }

        assertThat(undecided)
                .as("of %s seeds, where the share that was seen is as often too high as too low", seeds)
                .hasSizeLessThan(seeds * 2 / 3);
    }

    /** One key has a twentieth of the rows, twice what a task may carry, and lies in few files. */
    @Test
    void aHotKeyInFewFilesDoesNotPass() {
        SamplingRounds rounds = new SamplingRounds(64, 32, 0.95);
        List<Integer> passed = new ArrayList<>();
        for (int seed = 0; seed < 60; seed++) {
            SimulatedInput input =
                    new SimulatedInput(KeyDistribution.ONE_AT_5, KeyLayout.SORTED_OVER_ALL_FILES, 64, 1, seed);
            List<SplitCounts> read = List.of();
            for (int look = 0; look < rounds.looks(); look++) {
                read = input.read(read, rounds.partitionsAt(look));
                KeyProfile profile = KeyProfile.of(sample(read, 64), rounds.confidencePerLook());
                if (judge(profile) instanceof Outcome.Passed) {
                    passed.add(seed);
                }
                if (SkewRules.isDecided(profile, SHUFFLE, LARGE, null, CONFIG)) {
                    break;
                }
            }
        }

        assertThat(passed).as("seeds that passed wrongly").isEmpty();
    }

    @Test
    void whatPassesIsDecidedAndNothingElsePasses() {
        for (KeyLayout layout : KeyLayout.values()) {
            for (int seed = 0; seed < 10; seed++) {
                SimulatedInput input = new SimulatedInput(KeyDistribution.ZIPF_08, layout, 64, 1, seed);
                List<SplitCounts> read = List.of();
                for (int many : new int[] {8, 32, 64}) {
                    read = input.read(read, many);
                    KeyProfile profile = KeyProfile.of(sample(read, 64), 0.95);
                    boolean decided = SkewRules.isDecided(profile, SHUFFLE, LARGE, null, CONFIG);
                    boolean passed = judge(profile) instanceof Outcome.Passed;

                    assertThat(!passed || decided)
                            .as("%s, seed %s, %s partitions", layout, seed, many)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void rareKeysThatMayPileUpDoNotPassEvenIfAllRowsWereRead() {
        KeyedShuffle wide = new KeyedShuffle(10_000, true, "spark.sql.shuffle.partitions");
        KeySample all = new KeySample(
                KeyRole.KEY_COLUMN, "k", List.of(new SplitCounts(1_000_000, 0, List.of(), 100)), 1, false);

        Outcome outcome = SkewRules.judge(KeyProfile.of(all, 0.95), wide, null, null, CONFIG)
                .outcome();

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> {
            assertThat(skipped.reason()).isEqualTo(Outcome.SkipReason.UNDECIDED);
            assertThat(skipped.explanation()).contains("keys too rare to be counted one by one fall together");
            assertThat(skipped.wayOut()).contains("fewer partitions (spark.sql.shuffle.partitions)");
        });
    }

    /** A tenth of the rows, each ten times as heavy as another: rows fit into the memory, their bytes do not. */
    @Test
    void aTaskHoldsWhatItsRowsWeigh() {
        KeyedShuffle held = new KeyedShuffle(20, true, "test", ShuffleConsumer.HOLDS_TASK, false);
        TaskResources memory = new TaskResources(30_000_000_000L, 8);
        List<SplitCounts> rows = List.of(new SplitCounts(1000, 0, List.of(new KeyCount("hot", 0, 100, 100)), 1));
        List<SplitBytes> bytes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            bytes.add(new SplitBytes(1000, 1_900_000, List.of(new KeyBytes(0, 100, 1_000_000))));
        }
        KeySample counted = new KeySample(KeyRole.KEY_COLUMN, "k", rows, 1, false);
        KeySample weighed = new KeySample(KeyRole.KEY_COLUMN, "k", rows, 1, false, bytes);

        assertThat(SkewRules.judge(KeyProfile.of(counted, 0.95), held, LARGE, memory, CONFIG)
                        .outcome())
                .isInstanceOf(Outcome.Passed.class);
        assertThat(SkewRules.judge(KeyProfile.of(weighed, 0.95), held, LARGE, memory, CONFIG)
                        .outcome()
                        .findings())
                .extracting(finding -> finding.rule().id())
                .containsExactly("KEY_SKEW_OUT_OF_MEMORY");
    }

    private static int asked(Outcome outcome, int seed) {
        String advice = outcome instanceof Outcome.Skipped skipped
                ? skipped.wayOut()
                : outcome.findings().get(0).suggestion();
        Matcher matcher = ADVICE.matcher(advice);
        assertThat(matcher.matches()).as("seed %s: %s", seed, advice).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static Outcome judge(KeyProfile profile) {
        return SkewRules.judge(profile, SHUFFLE, LARGE, null, CONFIG).outcome();
    }

    private static KeySample sample(List<SplitCounts> splits, int all) {
        return new KeySample(KeyRole.PARTITION_PATH, "origin", splits, all, false);
    }

    /** Some partitions of {@code all}, drawn without replacement; each has its own keys in equal parts. */
    private static KeySample heaps(int[] hashes, int keysEach, int read, int all, SplittableRandom random) {
        List<SplitCounts> splits = new ArrayList<>();
        for (int partition : random.ints(0, all).distinct().limit(read).toArray()) {
            List<KeyCount> keys = new ArrayList<>();
            for (int key = partition * keysEach; key < (partition + 1) * keysEach; key++) {
                keys.add(new KeyCount("k" + hashes[key], hashes[key], 900 / keysEach, 900 / keysEach));
            }
            splits.add(new SplitCounts(900 / keysEach * keysEach, 0, keys, 0));
        }
        return sample(splits, all);
    }
}
