package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExecutorMemoryTest {

    private static final long MIB = 1L << 20;
    private static final long HEAP = 10_300 * MIB;

    @Test
    void withoutCachedBlocksTasksMayTakeAllOfIt() {
        ExecutorMemory memory = memory(0, 0, 0);

        assertThat(memory.unified()).isEqualTo(6_000 * MIB);
        assertThat(memory.executionOnHeap()).isEqualTo(6_000 * MIB);
        assertThat(memory.executionOfSql()).isEqualTo(6_000 * MIB);
    }

    @Test
    void cachedBlocksKeepWhatTheyHoldUpToTheirShare() {
        assertThat(memory(0, 1_000 * MIB, 0).executionOnHeap()).isEqualTo(5_000 * MIB);
        assertThat(memory(0, 5_000 * MIB, 0).executionOnHeap())
                .as("what is cached beyond spark.memory.storageFraction is evicted")
                .isEqualTo(3_000 * MIB);
    }

    @Test
    void offHeapMemoryIsAllThatSqlHasOnceItIsOn() {
        ExecutorMemory memory = memory(2_000 * MIB, 0, 500 * MIB);

        assertThat(memory.executionOfSql()).isEqualTo(1_500 * MIB);
        assertThat(memory.executionOnHeap()).isEqualTo(6_000 * MIB);
    }

    @Test
    void pagesAreASixteenthOfACoresPart() {
        assertThat(memory(0, 0, 0).pageBytes(4)).as("3,000 MiB / 4 / 16 = 47").isEqualTo(64 * MIB);
        assertThat(new ExecutorMemory(1_324 * MIB, 0.25, 0.5, 0, 0, 0).pageBytes(2))
                .as("128 MiB / 2 / 16 is 4 MiB, a power of two")
                .isEqualTo(4 * MIB);
        assertThat(new ExecutorMemory(400 * MIB, 0.1, 0.5, 0, 0, 0).pageBytes(8))
                .as("the smallest")
                .isEqualTo(MIB);
        assertThat(new ExecutorMemory(HEAP, 0.6, 0.5, 0, 0, 0, 2 * MIB).pageBytes(4))
                .as("spark.buffer.pageSize")
                .isEqualTo(2 * MIB);
    }

    @Test
    void sharesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new ExecutorMemory(HEAP, 1.5, 0.5, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExecutorMemory(0, 0.6, 0.5, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ExecutorMemory memory(long offHeap, long cachedOnHeap, long cachedOffHeap) {
        return new ExecutorMemory(HEAP, 0.6, 0.5, offHeap, cachedOnHeap, cachedOffHeap);
    }
}
