package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SortMemoryTest {

    private static final long MIB = 1L << 20;

    @Test
    void aFewRowsTakeAPageAndTheFirstArray() {
        assertThat(new SortMemory(100, MIB).peak(10)).isEqualTo(MIB + 65_536);
    }

    @Test
    void thePointersAreDoubledWhileTheOldOnesAreHeld() {
        SortMemory sort = new SortMemory(100, MIB);
        // 64 KiB of pointers hold 2,730 rows; 2^16 KiB hold 2,796,202.
        double before = sort.peak(2_796_202);
        double after = sort.peak(2_796_203);

        assertThat(before).isEqualTo(Math.ceil(2_796_202 / 10_485.0) * MIB + 64 * MIB);
        assertThat(after - before).as("128 MiB more at once").isBetween(128.0 * MIB, 129.0 * MIB);
    }

    @Test
    void whatFitsIsNotSpilledAndTheLastLoadStays() {
        SortMemory sort = new SortMemory(100, MIB);
        double load = sort.mostRows(32 * MIB);

        assertThat(sort.spilledRows(load, 32 * MIB)).isZero();
        assertThat(sort.spilledRows(load + 1, 32 * MIB)).isEqualTo(load);
        assertThat(sort.spilledRows(2 * load + 1, 32 * MIB)).isEqualTo(2 * load);
    }

    @Test
    void noRowsAreNotSpilledWhateverTheMemory() {
        assertThat(new SortMemory(100, MIB).spilledRows(0, 1)).isZero();
    }

    @Test
    void theRowsOfAShuffleHaveEightBytesOfPointerAndAsManyForRadixSort() {
        SortMemory writer = SortMemory.ofShuffleWriter(100, MIB);

        assertThat(writer.peak(10)).isEqualTo(MIB + 32_768);
        // 32 KiB of pointers hold 2,048 rows; 2^11 times as much 4,194,304.
        assertThat(writer.peak(4_194_304)).isEqualTo(Math.ceil(4_194_304 / 10_485.0) * MIB + 64 * MIB);
    }

    @Test
    void whatFitsAlwaysFitsAndOneRowMoreDoesNot() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            SortMemory sort = new SortMemory(20 + random.nextInt(2_000), MIB << random.nextInt(7));
            double memory = MIB * (1 + random.nextInt(2_000));
            double most = sort.mostRows(memory);

            assertThat(most == 0 ? 0 : sort.peak(most)).as("seed %d", seed).isLessThanOrEqualTo(memory);
            assertThat(sort.peak(most + 1)).as("seed %d", seed).isGreaterThan(memory);
        }
    }
}
