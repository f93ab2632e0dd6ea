package io.preflightguard.hudi.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampledBlocksTest {

    @Test
    void fewBlocksAreAllTaken() {
        List<List<Integer>> blocks = blocks(1_024);

        assertThat(SampledBlocks.of(blocks).blocks()).hasSize(1_024).allSatisfy(block -> assertThat(block.weight())
                .isEqualTo(1));
    }

    @Test
    void fewOfManyBlocksStandForAll() {
        List<List<Integer>> blocks = blocks(16_000);

        List<SampledBlocks.Weighted<Integer>> sampled = SampledBlocks.of(blocks).blocks();

        assertThat(sampled).hasSize(1_024);
        assertThat(sampled.stream().mapToDouble(SampledBlocks.Weighted::weight).sum())
                .as("blocks")
                .isCloseTo(16_000, within(1e-6));
        double records = blocks.stream().mapToDouble(List::size).sum();
        assertThat(sampled.stream()
                        .mapToDouble(block -> block.weight() * block.block().size())
                        .sum())
                .as("records")
                .isCloseTo(records, within(records / 1_000));
    }

    @Test
    void whatABlockHoldsIsNotPrinted() {
        assertThat(SampledBlocks.of(List.of(List.of("key-of-a-user"))).toString())
                .doesNotContain("key-of-a-user");
    }

    /** Of 1 to 97 records, and one of 10,000. */
    private static List<List<Integer>> blocks(int count) {
        return IntStream.range(0, count)
                .mapToObj(block -> Collections.nCopies(block == count / 2 ? 10_000 : 1 + block % 97, block))
                .toList();
    }
}
