package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SaltPlanTest {

    private static final int PARTITIONS = 16;
    private static final JoinShape INNER = shape(true, true);
    private static final SaltLimits LIMITS = new SaltLimits(5, 1e12);

    @Test
    void keysThatAreEvenAreNotCut() {
        JoinSide even = side(1_000, 0, Map.of(1, 30L, 2, 30L));

        assertThat(SaltPlan.of(even, even, INNER, LIMITS).isEmpty()).as("empty").isTrue();
    }

    @Test
    void aHotKeyIsCutIntoAboutAsManyBucketsAsItHasMeans() {
        JoinSide orders = side(100_000, 0, Map.of(7, 60_000L));
        JoinSide customers = side(1_000, 0, Map.of(7, 1L));

        SaltPlan plan = SaltPlan.of(orders, customers, INNER, LIMITS);

        SaltedKey key = plan.keys().get(0);
        assertThat(key.leftBuckets())
                .as("left buckets of 60 %% on 16 partitions")
                .isBetween(9, 13);
        assertThat(key.rightBuckets()).as("right buckets of one row").isEqualTo(1);
        assertThat(key.copies()).as("copied rows").isLessThan(13);
        assertThat(plan.before()).as("largest to mean as it is").isGreaterThan(9);
        assertThat(plan.after()).as("largest to mean with the plan").isLessThan(1.5);
    }

    /** A share alone says nothing: half of two rows is one row. */
    @Test
    void aLargeShareOfASmallSideIsNotCut() {
        JoinSide orders = side(100_000, 0, Map.of());
        JoinSide customers = side(2, 0, Map.of(7, 1L));

        assertThat(SaltPlan.of(orders, customers, INNER, LIMITS).isEmpty())
                .as("empty")
                .isTrue();
    }

    @Test
    void aSideThatMayNotBeCutIsNot() {
        JoinSide hot = side(100_000, 0, Map.of(7, 60_000L));
        JoinSide small = side(1_000, 0, Map.of(7, 1L));

        assertThat(SaltPlan.of(hot, small, shape(false, true), LIMITS).keys()).isEmpty();
        assertThat(SaltPlan.of(small, hot, shape(false, true), LIMITS).keys())
                .singleElement()
                .satisfies(key -> assertThat(key.leftBuckets()).isEqualTo(1))
                .satisfies(key -> assertThat(key.rightBuckets()).isGreaterThan(8));
    }

    @Test
    void aKeyWhoseBytesDoNotFitATaskIsCutThoughItsRowsAreFew() {
        KeySample sample = sample(1_000, 0, Map.of(7, 20L));
        JoinSide wide = new JoinSide(KeyProfile.of(sample, 0.95), 1_000, 1e6);
        JoinSide small = side(1_000, 0, Map.of());

        SaltPlan plan = SaltPlan.of(wide, small, INNER, new SaltLimits(5, 8e6));

        assertThat(plan.keys()).singleElement().satisfies(key -> assertThat(20e6 / key.leftBuckets())
                .as("bytes of a bucket")
                .isLessThanOrEqualTo(4e6));
    }

    @Test
    void rowsWithANullKeyAreSpreadOnlyWhereTheJoinKeepsThem() {
        JoinSide left = side(100_000, 60_000, Map.of());
        JoinSide right = side(1_000, 0, Map.of());
        JoinShape keepsLeft = new JoinShape(PARTITIONS, true, false, false, true, true, false, false);

        SaltPlan kept = SaltPlan.of(left, right, keepsLeft, LIMITS);
        SaltPlan dropped = SaltPlan.of(left, right, INNER, LIMITS);

        assertThat(kept.spreadsLeftNulls()).as("spread").isTrue();
        assertThat(kept.before()).as("largest to mean as it is").isGreaterThan(9);
        assertThat(kept.after()).as("largest to mean with the plan").isCloseTo(1, within(0.2));
        assertThat(dropped.isEmpty()).as("nothing to do").isTrue();
    }

    @Test
    void rightRowsOfWhichOnlyTheExistenceMattersBecomeOne() {
        JoinShape semi = new JoinShape(PARTITIONS, true, false, true, false, false, false, false);

        SaltPlan plan = SaltPlan.of(side(1_000, 0, Map.of(7, 1L)), side(100_000, 0, Map.of(7, 60_000L)), semi, LIMITS);

        assertThat(plan.keys()).singleElement().matches(SaltedKey::rightReduced, "right rows become one");
    }

    @Test
    void aPlanIsAFunctionOfItsEvidenceAndMakesNoTaskLarger() {
        for (long seed = 1; seed <= 500; seed++) {
            JoinSide left = randomSide(new SplittableRandom(seed));
            JoinSide right = randomSide(new SplittableRandom(-seed));
            int partitions = 1 + (int) (seed % 40);
            JoinShape shape = new JoinShape(partitions, seed % 3 != 0, seed % 2 == 0, false, true, true, true, false);
            SaltLimits limits = new SaltLimits(1 + seed % 5, 1e12);

            SaltPlan plan = SaltPlan.of(left, right, shape, limits);

            assertThat(SaltPlan.of(left, right, shape, limits))
                    .as("seed %s", seed)
                    .isEqualTo(plan);
            for (SaltedKey key : plan.keys()) {
                assertThat(key.slots())
                        .as("slots, seed %s", seed)
                        .hasSize(key.leftBuckets() * key.rightBuckets())
                        .allMatch(slot -> slot >= 0 && slot < partitions);
                assertThat(shape.cutsLeft() || key.leftBuckets() == 1)
                        .as("left cut, seed %s", seed)
                        .isTrue();
                assertThat(shape.cutsRight() || key.rightBuckets() == 1)
                        .as("right cut, seed %s", seed)
                        .isTrue();
            }
            // Nulls that are spread add to each task, at most the mean.
            double spread = plan.spreadsLeftNulls() || plan.spreadsRightNulls() ? 1 : 0;
            assertThat(plan.after())
                    .as("largest to mean, seed %s", seed)
                    .isLessThanOrEqualTo(plan.before() + spread + 1e-9);
        }
    }

    @Test
    void keysAreNamedAsReportsAllow() {
        SaltPlan plan = SaltPlan.of(side(100_000, 0, Map.of(7, 60_000L)), side(10, 0, Map.of()), INNER, LIMITS);
        GuardConfig hides = GuardConfig.of(Map.of(), Map.of("spark.guard.report.keys", "hide"));
        GuardConfig shows = GuardConfig.of(Map.of(), Map.of("spark.guard.report.keys", "show"));

        assertThat(plan.name(plan.keys().get(0), "tenant", hides)).isEqualTo("tenant=<hidden key 1>");
        assertThat(plan.name(plan.keys().get(0), "tenant", shows)).isEqualTo("tenant=key 7");
    }

    private static JoinShape shape(boolean cutsLeft, boolean cutsRight) {
        return new JoinShape(PARTITIONS, cutsLeft, cutsRight, false, true, false, false, false);
    }

    private static JoinSide randomSide(SplittableRandom random) {
        Map<Integer, Long> keys = new TreeMap<>();
        long rows = 0;
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            long count = 1L << random.nextInt(14);
            keys.put(random.nextInt(), count);
            rows += count;
        }
        long nulls = random.nextInt(3) == 0 ? rows / 2 : 0;
        return side(rows + nulls + random.nextInt(10_000), nulls, keys);
    }

    private static JoinSide side(long rows, long nulls, Map<Integer, Long> keys) {
        return new JoinSide(KeyProfile.of(sample(rows, nulls, keys), 0.95), rows, 0);
    }

    /** Every row was read; the keys that are not named have a row each. */
    private static KeySample sample(long rows, long nulls, Map<Integer, Long> keys) {
        List<KeyCount> counts = new ArrayList<>();
        keys.forEach((hash, count) -> counts.add(new KeyCount("key " + hash, hash, count, count)));
        SplitCounts split = new SplitCounts(rows, nulls, counts, 1);
        return new KeySample(KeyRole.KEY_COLUMN, "k", List.of(split), 1, false);
    }
}
