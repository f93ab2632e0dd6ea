package io.preflightguard.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadRunsTest {

    @Test
    void keepsRunsOfNeighboursFromAllOverTheRows() {
        for (long seed = 0; seed < 100; seed++) {
            List<Integer> kept = keep(1_000_000, 100, seed);

            assertThat(kept)
                    .as("seed %s", seed)
                    .hasSizeBetween(7 * 4096, 16 * 4096)
                    .isSorted();
            assertThat(kept.get(0)).as("first, seed %s", seed).isLessThan(1_000_000 / 6);
            assertThat(kept.get(kept.size() - 1)).as("last, seed %s", seed).isGreaterThan(1_000_000 * 5 / 6);
            long breaks = 0;
            for (int i = 1; i < kept.size(); i++) {
                breaks += kept.get(i) == kept.get(i - 1) + 1 ? 0 : 1;
            }
            assertThat(breaks).as("gaps, seed %s", seed).isLessThan(16);
        }
    }

    @Test
    void everyPlaceIsKeptAboutAsOften() {
        int[] tenths = new int[10];
        long all = 0;
        for (long seed = 0; seed < 400; seed++) {
            for (int row : keep(400_000, 100, seed)) {
                tenths[row / 40_000]++;
                all++;
            }
        }

        for (int tenth = 0; tenth < 10; tenth++) {
            assertThat((double) tenths[tenth] / all)
                    .as("part of tenth %s", tenth)
                    .isBetween(0.09, 0.11);
        }
    }

    @Test
    void keepsEveryRowOfFewAndFewOfWideOnes() {
        assertThat(keep(50_000, 100, 1)).hasSize(50_000);
        assertThat(keep(1_000, 10 << 20, 1))
                .as("rows of 10 MiB")
                .hasSizeLessThanOrEqualTo(3)
                .isNotEmpty();
    }

    private static List<Integer> keep(int rows, long bytes, long seed) {
        SpreadRuns<Integer> runs = new SpreadRuns<>(seed);
        for (int row = 0; row < rows; row++) {
            if (runs.isNextWanted(bytes)) {
                runs.keep(row, bytes);
            }
        }
        return runs.rows().toList();
    }
}
