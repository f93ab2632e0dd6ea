package io.preflightguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SplitChoiceTest {

    @Test
    void drawsDistinctPartitionsAndTheSameOnesForASeed() {
        for (long seed = 0; seed < 200; seed++) {
            int[] drawn = SplitChoice.draw(100, 32, seed);

            assertThat(Arrays.stream(drawn).distinct().toArray())
                    .as("seed %s", seed)
                    .hasSize(32);
            assertThat(drawn).as("seed %s", seed).isEqualTo(SplitChoice.draw(100, 32, seed));
            assertThat(Arrays.stream(drawn)).as("seed %s", seed).allMatch(number -> number >= 0 && number < 100);
        }
    }

    @Test
    void aLargerDrawStartsWithTheSmallerOne() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(SplitChoice.draw(100, 32, seed)).as("seed %s", seed).startsWith(SplitChoice.draw(100, 8, seed));
        }
    }

    @Test
    void aNumberIsAsOftenFirstAsLast() {
        int[] first = new int[20];
        int[] last = new int[20];
        for (long seed = 0; seed < 20_000; seed++) {
            int[] drawn = SplitChoice.draw(20, 5, seed);
            first[drawn[0]]++;
            last[drawn[4]]++;
        }

        assertThat(Arrays.stream(first)).as("times first, of 1,000").allMatch(count -> count > 850 && count < 1150);
        assertThat(Arrays.stream(last)).as("times last, of 1,000").allMatch(count -> count > 850 && count < 1150);
    }

    @Test
    void everyPartitionIsDrawnAboutAsOften() {
        int[] times = new int[20];
        for (long seed = 0; seed < 4000; seed++) {
            for (int partition : SplitChoice.draw(20, 5, seed)) {
                times[partition]++;
            }
        }

        assertThat(Arrays.stream(times).boxed())
                .as("times drawn, of 1,000 expected")
                .allMatch(count -> count > 850 && count < 1150);
    }

    @Test
    void takesAllWhenThereAreFew() {
        assertThat(SplitChoice.draw(3, 32, 1)).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(SplitChoice.draw(0, 32, 1)).isEmpty();
    }
}
