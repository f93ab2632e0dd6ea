package io.preflightguard.spark.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockBytesTest {

    private static final SerializerInstance SERIALIZER = new JavaSerializer(new SparkConf()).newInstance();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatDoesNotFitIsLeftOutByWholeBlocks(long seed) throws IOException {
        long whole = oneBlock(100);
        try (BlockBytes blocks = new BlockBytes(SERIALIZER, seed, 5_000)) {
            for (int row = 0; row < 100; row++) {
                for (int reducer = 0; reducer < 16; reducer++) {
                    blocks.write(reducer, reducer, "a text of this reducer", 10);
                }
            }

            assertThat(blocks.raw()).as("seed %d", seed).isPositive();
            assertThat(blocks.raw() / (double) whole)
                    .as("blocks are kept whole or not at all, seed %d", seed)
                    .isLessThanOrEqualTo(5)
                    .satisfies(kept -> assertThat(kept % 1).isLessThan(0.02));
            assertThat(blocks.compressed(new SparkConf(), "none")).isEqualTo(blocks.raw());
            assertThat(blocks.compressed(new SparkConf(), "lz4")).isLessThan(blocks.raw());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSingleBlockIsCutWhereItIsFull(long seed) throws IOException {
        try (BlockBytes blocks = new BlockBytes(SERIALIZER, seed, 100)) {
            for (int row = 0; row < 1_000; row++) {
                blocks.write(7, 7, "row", 10);
            }

            assertThat(blocks.raw()).as("seed %d", seed).isBetween(1L, oneBlock(100));
        }
    }

    private static long oneBlock(int rows) {
        try (BlockBytes block = new BlockBytes(SERIALIZER, 1)) {
            for (int row = 0; row < rows; row++) {
                block.write(0, 0, "a text of this reducer", 10);
            }
            return block.raw();
        }
    }
}
