package io.preflightguard.skew;

import static io.preflightguard.skew.KeyProfileTest.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionLoadTest {

    /** Every row is read; keys are below what is listed, or one in two is above. */
    @ParameterizedTest
    @CsvSource({"20000, 16", "20000, 200", "20000, 2000", "20000, 10000", "9000, 200", "9000, 2000"})
    void rareKeysThatPileUpAreWithinTheInterval(int keys, int partitions) {
        List<Integer> misses = new ArrayList<>();
        double widest = 0;
        int seeds = 200;
        for (int seed = 0; seed < seeds; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] load = new long[partitions];
            long[] counts = new long[keys];
            Arrays.setAll(counts, key -> 50 + random.nextInt(100));
            long rows = Arrays.stream(counts).sum();
            long threshold = rows / 10_000;
            List<KeyCount> listed = new ArrayList<>();
            for (int key = 0; key < keys; key++) {
                int hash = random.nextInt();
                load[Math.floorMod(hash, partitions)] += counts[key];
                if (counts[key] > threshold) {
                    listed.add(new KeyCount("k" + key, hash, counts[key], counts[key]));
                }
            }
            KeySample sample = new KeySample(
                    KeyRole.KEY_COLUMN, "k", List.of(new SplitCounts(rows, 0, listed, threshold)), 1, false);
            Estimate ratio = PartitionLoad.predict(KeyProfile.of(sample, 0.95), partitions)
                    .largestToMean();
            double truth = (double) Arrays.stream(load).max().orElseThrow() / rows * partitions;
            widest = Math.max(widest, ratio.high() / truth);
            if (truth > ratio.high() + 1e-9 || truth < ratio.low() - 1e-9) {
                misses.add(seed);
            }
        }

        assertThat(misses).as("seeds whose load is outside the interval").isEmpty();
        assertThat(widest).as("upper end to truth").isLessThan(3);
    }

    @Test
    void aKeyThatWasNotSeenIsWithinTheUpperEnd() {
        List<SplitCounts> heaps = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            heaps.add(split(1000, 0, 1, new KeyCount("k" + i, i, 1000, 1000)));
        }
        KeyProfile profile = KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "k", heaps, 10_000, false), 0.95);

        assertThat(profile.mixed()).isFalse();
        assertThat(profile.unseen().high()).isBetween(0.12, 0.15);
        assertThat(PartitionLoad.predict(profile, 200).largestShare().high())
                .isGreaterThan(profile.unseen().high());
    }

    @Test
    void aKeyThatIsSpreadLoadsAllPartitionsAlike() {
        KeySample sample = new KeySample(
                KeyRole.KEY_COLUMN,
                "k",
                List.of(split(100, 0, 0, new KeyCount("hot", 3, 60, 60), new KeyCount("b", 1, 40, 40))),
                1,
                false);

        PartitionLoad load = PartitionLoad.predict(KeyProfile.of(sample, 0.95), 4, Set.of(3));

        assertThat(load.largestShare().value()).isCloseTo(0.4 + 0.6 / 4, within(1e-9));
        assertThat(load.heaviest()).isNotNull().extracting(KeyShare::key).isEqualTo("b");
    }

    @Test
    void bytesFollowWhatRowsWeigh() {
        KeyProfile profile = weighed(8);
        PartitionLoad rows = PartitionLoad.predict(profile, 20);
        PartitionLoad bytes = PartitionLoad.byBytes(profile, 20);

        assertThat(rows.largestShare().value()).isCloseTo(0.1 + 0.9 / 20, within(0.01));
        assertThat(bytes.largestShare().value())
                .as("a tenth of the rows, each ten times as heavy as another")
                .isCloseTo(10.0 / 19 + 9.0 / 19 / 20, within(0.01));
        assertThat(bytes.largestShare().low()).isBetween(0.4, 10.0 / 19);
        assertThat(bytes.largestShare().high()).isBetween(10.0 / 19, 0.8);
        assertThat(bytes.heaviest()).isNotNull().extracting(KeyShare::key).isEqualTo("hot");
        assertThat(profile.top().get(0).byteShare())
                .isNotNull()
                .extracting(Estimate::value)
                .isEqualTo(bytes.heaviest().byteShare().value());
    }

    @Test
    void aKeyWeighedOnceIsLessCertain() {
        Estimate once = weighed(1).top().get(0).byteShare();
        Estimate often = weighed(8).top().get(0).byteShare();

        assertThat(once.high() - once.low()).isGreaterThan(2 * (often.high() - often.low()));
    }

    @Test
    void withoutWeighedRowsBytesFollowRows() {
        KeyProfile profile = weighed(0);

        assertThat(profile.top().get(0).byteShare()).isNull();
        assertThat(PartitionLoad.byBytes(profile, 20)).isEqualTo(PartitionLoad.predict(profile, 20));
    }

    /** Rows of the hot key weigh ten times as much as others on average, and otherwise in every partition. */
    @Test
    void theBytesOfAKeyAreWithinTheInterval() {
        int misses = 0;
        int seeds = 200;
        for (int seed = 0; seed < seeds; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<SplitCounts> counted = new ArrayList<>();
            List<SplitBytes> weighed = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                counted.add(split(100_000, 0, 1, new KeyCount("hot", 0, 10_000, 10_000)));
                long hot = (long) (100 * 1000 * (1 + 0.2 * random.nextGaussian()));
                long others = (long) (900 * 100 * (1 + 0.2 * random.nextGaussian()));
                weighed.add(new SplitBytes(1000, hot + others, List.of(new KeyBytes(0, 100, hot))));
            }
            Estimate bytes = KeyProfile.of(new KeySample(KeyRole.KEY_COLUMN, "k", counted, 1000, false, weighed), 0.95)
                    .top()
                    .get(0)
                    .byteShare();
            misses += bytes.low() <= 10.0 / 19 && 10.0 / 19 <= bytes.high() ? 0 : 1;
        }

        assertThat(misses).as("of %s seeds from 0 on", seeds).isLessThanOrEqualTo(seeds / 20);
    }

    /** A hot key of a tenth of the rows, whose rows weigh ten times as much as those of a hundred others. */
    private static KeyProfile weighed(int splits) {
        List<SplitCounts> counted = new ArrayList<>();
        List<SplitBytes> bytes = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 16; i++) {
            List<KeyCount> keys = new ArrayList<>();
            keys.add(new KeyCount("hot", 0, 10_000, 10_000));
            for (int key = 0; key < 100; key++) {
                keys.add(new KeyCount("k" + key, 1 + key, 900, 900));
            }
            counted.add(split(100_000, 0, 1, keys.toArray(KeyCount[]::new)));
            long heavy = 1000 + random.nextInt(50);
            bytes.add(new SplitBytes(1000, 100 * heavy + 900L * 100, List.of(new KeyBytes(0, 100, 100 * heavy))));
        }
        return KeyProfile.of(
                new KeySample(KeyRole.KEY_COLUMN, "k", counted, 1000, false, bytes.subList(0, splits)), 0.95);
    }
}
