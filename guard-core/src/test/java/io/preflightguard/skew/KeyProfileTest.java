package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyProfileTest {

    @Test
    void readingEverythingLeavesOnlyWhatTheSketchLeavesOpen() {
        KeySample all = new KeySample(
                KeyRole.KEY_COLUMN,
                "k",
                List.of(
                        split(100, 0, 2, count("a", 60, 62)),
                        split(300, 0, 3, count("a", 200, 200), count("b", 50, 50))),
                2,
                false);

        KeyProfile profile = KeyProfile.of(all, 0.95);

        KeyShare top = profile.top().get(0);
        assertThat(top.key()).isEqualTo("a");
        assertThat(top.share().confidence()).isEqualTo(1);
        assertThat(top.share().low()).isCloseTo(260 / 400.0, within(1e-12));
        assertThat(top.share().high()).isCloseTo(262 / 400.0, within(1e-12));
        assertThat(profile.top().get(1).share().high())
                .as("b may have been seen up to twice in the first partition")
                .isCloseTo(52 / 400.0, within(1e-12));
    }

    @Test
    void onePartitionOfManyProvesNothing() {
        KeySample one =
                new KeySample(KeyRole.KEY_COLUMN, "k", List.of(split(1000, 0, 0, count("a", 10, 10))), 50, false);

        Estimate share = KeyProfile.of(one, 0.95).top().get(0).share();

        assertThat(share.low()).isZero();
        assertThat(share.high()).isEqualTo(1);
    }

    @Test
    void aTruncatedSampleIsNeverExact() {
        KeySample cut = new KeySample(
                KeyRole.KEY_COLUMN,
                "k",
                List.of(split(100, 0, 0, count("a", 50, 50)), split(100, 0, 0, count("a", 60, 60))),
                2,
                true);

        Estimate share = KeyProfile.of(cut, 0.95).top().get(0).share();

        assertThat(share.low()).isLessThan(share.high());
        assertThat(share.confidence()).isEqualTo(0.95);
    }

    @Test
    void partitionsThatAllAgreeAreWorthOneObservationEach() {
        List<SplitCounts> splits = Collections.nCopies(10, split(100_000, 0, 0, count("a", 100_000, 100_000)));

        Estimate share = KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "k", splits, 1000, false), 0.95)
                .top()
                .get(0)
                .share();

        assertThat(share.low())
                .as("a million rows of ten partitions say little about the other 990")
                .isBetween(0.4, 0.8);
    }

    @Test
    void noRowsMeanNoKeys() {
        KeySample empty = new KeySample(KeyRole.KEY_COLUMN, "k", List.of(split(0, 0, 0)), 1, false);

        assertThat(KeyProfile.of(empty, 0.95).top()).isEmpty();
    }

    @Test
    void nullAndTheWordNullAreTwoKeys() {
        KeySample sample = new KeySample(
                KeyRole.KEY_COLUMN,
                "k",
                List.of(split(100, 70, 0, count(null, 70, 70), count("null", 30, 30))),
                1,
                false);

        KeyProfile profile = KeyProfile.of(sample, 0.95);

        assertThat(profile.top()).extracting(KeyShare::key).containsExactly(null, "null");
        assertThat(profile.nullShare(0.95).value()).isCloseTo(0.7, within(1e-12));
    }

    @Test
    void keysWithANullPartShareNoTextButAreCountedApart() {
        KeySample sample = new KeySample(
                KeyRole.KEY_COLUMN,
                "a,b",
                List.of(split(100, 60, 0, new KeyCount(null, 1, 40, 40), new KeyCount(null, 2, 20, 20))),
                1,
                false);

        assertThat(KeyProfile.of(sample, 0.95).top()).extracting(KeyShare::hash).containsExactly(1, 2);
    }

    /** The share of one key differs from partition to partition by {@code spread}; 16 of 64 partitions are read. */
    @ParameterizedTest
    @CsvSource({"0.05, 0.00", "0.05, 0.02", "0.30, 0.10", "0.30, 0.25", "0.60, 0.30", "0.01, 0.01"})
    void intervalsContainTheTruthAtLeastAsOftenAsTheySay(double share, double spread) {
        int hits = 0;
        int seeds = 400;
        List<Integer> misses = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            List<SplitCounts> all = new ArrayList<>();
            long hot = 0;
            long rows = 0;
            for (int i = 0; i < 64; i++) {
                long size = 5_000 + random.nextInt(10_000);
                double here = Math.max(0, Math.min(1, share + spread * random.nextGaussian()));
                long count = Math.round(size * here);
                hot += count;
                rows += size;
                all.add(split(size, 0, 0, count("hot", count, count)));
            }
            Collections.shuffle(all, random);
            KeySample sample = new KeySample(KeyRole.KEY_COLUMN, "k", all.subList(0, 16), 64, false);
            Estimate estimate = KeyProfile.of(sample, 0.95).top().get(0).share();
            double truth = (double) hot / rows;
            if (estimate.low() <= truth && truth <= estimate.high()) {
                hits++;
            } else {
                misses.add(seed);
            }
        }

        assertThat(hits)
                .as("of %s seeds the truth was missed with %s", seeds, misses)
                .isGreaterThanOrEqualTo((int) (0.95 * seeds));
    }

    static SplitCounts split(long rows, long nulls, long unlisted, KeyCount... counts) {
        return new SplitCounts(rows, nulls, List.of(counts), unlisted);
    }

    static KeyCount count(String key, long atLeast, long atMost) {
        return new KeyCount(key, key == null ? 42 : key.hashCode(), atLeast, atMost);
    }
}
