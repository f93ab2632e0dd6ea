package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A join by two columns: each {@code (a, NULL)} is a key of its own, too rare to be listed, and Spark drops them all
 * before the shuffle. What is left is little, and a key that is rare among all rows is hot in it.
 */
class DroppedNullsTest {

    private static final int PARTITIONS = 100;
    private static final int SPLITS = 16;
    private static final long SPLIT_ROWS = 100_000;
    private static final TaskResources ONE_GIB = new TaskResources(1L << 30, 8);

    @Test
    void aKeyIsHotAmongTheRowsThatReachTheShuffle() {
        for (int all : new int[] {SPLITS, 1000}) {
            KeyedJoin join = join(left(all, 0.9, 0.02, null), false);

            assertThat(JoinLoad.ofRows(join).largestToMean(PARTITIONS).value())
                    .as("a fifth of what is left, and a hundredth of the rest")
                    .isCloseTo(100 * (0.02 + 0.0801 / 100) / 0.1001, within(0.3));
            assertThat(judge(join).findings()).singleElement().satisfies(finding -> {
                assertThat(finding.rule().id()).isEqualTo("KEY_SKEW");
                assertThat(finding.message())
                        .startsWith("has 2.00 %")
                        .contains(
                                "of the left side, of which a null in the key drops 90.0 %; the largest of 100 tasks");
            });
        }
    }

    @Test
    void keptRowsWithNullsCountLikeOthers() {
        KeyedJoin join = join(left(SPLITS, 0.9, 0.02, null), true);

        assertThat(JoinLoad.ofRows(join).largestToMean(PARTITIONS).value()).isCloseTo(3, within(0.1));
        assertThat(judge(join)).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void whatIsLeftMayBeEven() {
        for (int all : new int[] {SPLITS, 1000}) {
            JoinedRows even = left(all, 0.9, 0.0005, null);
            JoinedRows ofAnySize = new JoinedRows(even.profile(), even.rows(), null, false, ShuffleConsumer.SPILLS);

            assertThat(judge(join(ofAnySize, false))).as("%s partitions", all).isInstanceOf(Outcome.Passed.class);
        }
    }

    /** Where the dropped rows weigh nothing, all bytes are those of the others. */
    @Test
    void whatDroppedRowsWeighIsNotKnownAndMakesNoPass() {
        long reaching = 10_000;
        List<SplitBytes> weighed = new ArrayList<>();
        for (int split = 0; split < SPLITS; split++) {
            weighed.add(new SplitBytes(SPLIT_ROWS, reaching * 10_000, List.of(new KeyBytes(7, 2000, 20_000_000L))));
        }
        JoinLoad bytes =
                JoinLoad.ofBytes(join(left(SPLITS, 0.9, 0.02, weighed), false), List.of(ShuffleConsumer.SPILLS));

        assertThat(bytes).isNotNull();
        assertThat(bytes.total().high()).isGreaterThanOrEqualTo(15.99e9);
        assertThat(bytes.largest().high())
                .as("a fifth of 16 GB, and a hundredth of the rest")
                .isGreaterThanOrEqualTo(3.2e9 + 0.128e9);
        assertThat(bytes.largestToMean(PARTITIONS).high()).isGreaterThanOrEqualTo(20.8);
    }

    private static Outcome judge(KeyedJoin join) {
        return JoinSkewRules.judge(join, ONE_GIB, GuardConfig.defaults()).outcome();
    }

    private static KeyedJoin join(JoinedRows left, boolean keepsNulls) {
        JoinedRows kept = new JoinedRows(left.profile(), left.rows(), left.bytes(), keepsNulls, left.consumer());
        KeyProfile few = Profiles.exact(List.of(new KeyCount("r", 3, 1, 1), new KeyCount("s", 4, 1, 1)));
        Estimate rows = Estimate.exact(SPLITS * SPLIT_ROWS / 10_000.0, Unit.COUNT);
        return new KeyedJoin(
                kept,
                new JoinedRows(few, rows, Estimate.exact(16_000, Unit.BYTES), false, ShuffleConsumer.SPILLS),
                PARTITIONS,
                false,
                false);
    }

    private static JoinedRows left(int splitsInAll, double nulls, double hot, @Nullable List<SplitBytes> weighed) {
        List<SplitCounts> counted = new ArrayList<>();
        long hotRows = Math.round(hot * SPLIT_ROWS);
        for (int split = 0; split < SPLITS; split++) {
            List<KeyCount> keys = new ArrayList<>();
            keys.add(new KeyCount("hot", 7, hotRows, hotRows));
            keys.add(new KeyCount(null, 107, 10, 10)); // of all (a, NULL), only this is listed
            for (int key = 0; key < 100; key++) {
                keys.add(new KeyCount("k" + key, 1000 + key, 40, 40));
            }
            counted.add(new SplitCounts(SPLIT_ROWS, Math.round(nulls * SPLIT_ROWS), keys, 1));
        }
        KeySample sample = new KeySample(
                KeyRole.KEY_COLUMN, "a,b", counted, splitsInAll, false, weighed == null ? List.of() : weighed);
        return new JoinedRows(
                KeyProfile.of(sample, 0.95),
                Estimate.exact(SPLITS * SPLIT_ROWS, Unit.COUNT),
                Estimate.exact(16e9, Unit.BYTES),
                false,
                ShuffleConsumer.SPILLS);
    }
}
