package io.preflightguard.spark.sample;

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
            assertThat(drawn).as("seed %s", seed).isSorted().isEqualTo(SplitChoice.draw(100, 32, seed));
            assertThat(drawn[0]).isNotNegative();
            assertThat(drawn[31]).isLessThan(100);
        }
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
        assertThat(SplitChoice.draw(3, 32, 1)).containsExactly(0, 1, 2);
        assertThat(SplitChoice.draw(0, 32, 1)).isEmpty();
    }
}
