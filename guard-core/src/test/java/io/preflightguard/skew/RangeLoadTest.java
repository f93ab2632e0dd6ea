package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RangeLoadTest {

    private static final int RANGES = 100;

    @Test
    void aRangeWithinHeavyRowsWeighsAsMuchMoreAsTheyDo() {
        // A tenth of the rows with nine tenths of the bytes fill ten ranges, each nine times the mean.
        KeyProfile profile = profile(List.of(key(0.1, 0.9), key(0.9, 0.1)));

        assertThat(RangeLoad.heaviestToMean(profile, RANGES).value()).isCloseTo(9, within(1e-9));
    }

    @Test
    void ofFewHeavyRowsARangeHasAPart() {
        // A thousandth of the rows with a hundredth of the bytes: a tenth of a range, ten times as heavy.
        KeyProfile profile = profile(List.of(key(0.001, 0.01), key(0.999, 0.99)));

        assertThat(RangeLoad.heaviestToMean(profile, RANGES).value()).isCloseTo(1.9, within(1e-9));
    }

    @Test
    void rowsThatWereNotWeighedAreTakenToBeAlike() {
        KeyProfile profile = profile(List.of(new KeyShare("k", 0, Estimate.exact(0.5, Unit.SHARE)), key(0.2, 0.2)));

        assertThat(RangeLoad.heaviestToMean(profile, RANGES)).isEqualTo(new Estimate(1, 1, 1, 0.95, Unit.RATIO));
    }

    /** Paths of random sizes and weights, sorted and cut into ranges of as many rows. */
    @Test
    void noRangeOfSortedRowsIsHeavier() {
        List<Integer> misses = new ArrayList<>();
        int above = 0;
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int paths = 1 + random.nextInt(30);
            int[] rows = new int[paths];
            double[] weights = new double[paths];
            Arrays.setAll(rows, path -> 20_000 + random.nextInt(50_000));
            Arrays.setAll(weights, path -> 20 + random.nextInt(2_000));
            int ranges = 1 + random.nextInt(RANGES);
            double allRows = Arrays.stream(rows).sum();
            double[] sorted = new double[(int) allRows];
            int next = 0;
            double allBytes = 0;
            for (int path = 0; path < paths; path++) {
                Arrays.fill(sorted, next, next + rows[path], weights[path]);
                next += rows[path];
                allBytes += rows[path] * weights[path];
            }
            List<KeyShare> keys = new ArrayList<>();
            for (int path = 0; path < paths; path++) {
                keys.add(key(rows[path] / allRows, rows[path] * weights[path] / allBytes));
            }
            double heaviest = 0;
            for (int range = 0; range < ranges; range++) {
                int from = (int) (allRows * range / ranges);
                int to = (int) (allRows * (range + 1) / ranges);
                heaviest = Math.max(heaviest, Arrays.stream(sorted, from, to).sum());
            }

            Estimate predicted = RangeLoad.heaviestToMean(profile(keys), ranges);
            double truth = heaviest * ranges / allBytes;
            if (truth > predicted.high() * 1.01) { // ranges are of whole rows
                misses.add(seed);
            }
            // Neighbours that are both heavy and both small are in the upper end only.
            if (truth > predicted.value() * 1.2) {
                above++;
            }
        }

        assertThat(misses).as("seeds with a range above the upper end").isEmpty();
        assertThat(above).as("of 200, more than a fifth above the value").isLessThan(10);
    }

    private static KeyProfile profile(List<KeyShare> keys) {
        Estimate none = Estimate.exact(0, Unit.SHARE);
        KeySample sample = new KeySample(KeyRole.PARTITION_PATH, "p", List.of(), 1, false);
        return new KeyProfile(sample, keys, none, keys.get(0).share(), true, 0.95);
    }

    private static KeyShare key(double rows, double bytes) {
        return new KeyShare("k", 0, Estimate.exact(rows, Unit.SHARE), Estimate.exact(bytes, Unit.SHARE));
    }
}
