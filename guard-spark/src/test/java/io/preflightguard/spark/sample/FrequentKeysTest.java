package io.preflightguard.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.skew.KeyCount;
import io.preflightguard.skew.SplitCounts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class FrequentKeysTest {

    private static final int ROWS = 200_000;

    @Test
    void theBoundsHoldForEveryKeyAndEveryOrder() {
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double exponent = 0.5 + seed / 5.0;
            long[] keys = keys(ROWS, () -> (long) (1e5 * Math.pow(random.nextDouble(), 1 + exponent * 3)));
            assertBounds(keys, seed, "in any order");
            Arrays.sort(keys);
            assertBounds(keys, seed, "sorted");
        }
    }

    private static void assertBounds(long[] keys, long seed, String order) {
        Map<Long, Long> truth = new HashMap<>();
        Arrays.stream(keys).forEach(key -> truth.merge(key, 1L, Long::sum));

        SplitCounts counts = count(keys, seed);

        assertThat(counts.rows()).isEqualTo(keys.length);
        Map<Long, KeyCount> listed = new HashMap<>();
        counts.frequent().forEach(count -> listed.put(Long.valueOf(count.key()), count));
        truth.forEach((key, rows) -> {
            KeyCount count = listed.get(key);
            if (count == null) {
                assertThat(rows)
                        .as("unlisted key %s, seed %s, %s", key, seed, order)
                        .isLessThanOrEqualTo(counts.unlistedAtMost());
            } else {
                assertThat(rows).as("key %s, seed %s, %s", key, seed, order).isBetween(count.atLeast(), count.atMost());
            }
        });
        assertThat(counts.unlistedAtMost()).as("seed %s, %s", seed, order).isLessThan(keys.length / 100);
    }

    @Test
    void aKeyOfHalfAPercentIsListedWhereverItLies() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] others = keys(ROWS, () -> 1 + random.nextInt(1_000_000));
            int every = 200;
            for (int i = 0; i < ROWS; i += every) {
                others[i] = 0; // at a fixed distance, as if to escape from looks at a fixed distance
            }
            assertThat(count(others, seed).frequent())
                    .as("seed %s", seed)
                    .extracting(KeyCount::key)
                    .contains("0");

            long[] atTheEnd = keys(ROWS, () -> 1 + random.nextInt(1_000_000));
            Arrays.fill(atTheEnd, ROWS - ROWS / every, ROWS, 0);
            assertThat(count(atTheEnd, seed).frequent())
                    .as("seed %s", seed)
                    .extracting(KeyCount::key)
                    .contains("0");
        }
    }

    @Test
    void aFrequentKeyWhoseTextWasNeverSeenRaisesTheBoundOfTheUnlisted() {
        FrequentKeys keys = new FrequentKeys();
        keys.add(new long[] {1, 2, 1, 1}, 0, 4);
        keys.remember(2, "two", 2);

        assertThat(keys.counts(0).frequent()).containsExactly(new KeyCount("two", 2, 1, 1));
        assertThat(keys.counts(0).unlistedAtMost()).isEqualTo(3);
    }

    @Test
    void aKeyThatFillsABlockIsCountedLikeAnyOther() {
        FrequentKeys keys = new FrequentKeys();
        keys.add(new long[] {5, 5, 5, 6, 6, 5, 5}, 0, 7);
        keys.add(new long[] {5, 5, 5}, 0, 3);
        keys.add(new long[] {5}, 0, 0);
        keys.remember(5, null, 1);
        keys.remember(6, "six", 2);

        assertThat(keys.counts(8).frequent())
                .containsExactlyInAnyOrder(new KeyCount(null, 1, 8, 8), new KeyCount("six", 2, 2, 2));
        assertThat(keys.counts(8).nulls()).isEqualTo(8);
    }

    private static SplitCounts count(long[] keys, long seed) {
        FrequentKeys counter = new FrequentKeys();
        Looks looks = new Looks(seed);
        long[] ids = Arrays.stream(keys).map(FrequentKeysTest::id).toArray();
        for (int from = 0; from < keys.length; ) {
            int to = Math.min(keys.length, from + looks.length());
            int look = Math.min(to - 1, from + looks.place());
            if (counter.isWanted(ids[look])) {
                counter.remember(ids[look], Long.toString(keys[look]), (int) keys[look]);
            }
            counter.add(ids, from, to);
            from = to;
            looks.next();
        }
        return counter.counts(0);
    }

    private static long id(long key) {
        return new SplittableRandom(key).nextLong();
    }

    private static long[] keys(int rows, LongSupplier next) {
        long[] keys = new long[rows];
        Arrays.setAll(keys, i -> next.getAsLong());
        return keys;
    }
}
