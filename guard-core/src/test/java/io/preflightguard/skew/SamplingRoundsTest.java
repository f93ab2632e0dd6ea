package io.preflightguard.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingRoundsTest {

    @Test
    void looksDoubleUpToTheMost() {
        SamplingRounds rounds = new SamplingRounds(1000, 32, 0.95);

        assertThat(IntStream.range(0, rounds.looks()).map(rounds::partitionsAt)).containsExactly(8, 16, 32);
        assertThat(rounds.confidencePerLook()).isCloseTo(1 - 0.05 / 3, within(1e-12));
    }

    @Test
    void fewPartitionsAreReadAtOnce() {
        SamplingRounds rounds = new SamplingRounds(5, 32, 0.95);

        assertThat(rounds.looks()).isEqualTo(1);
        assertThat(rounds.partitionsAt(0)).isEqualTo(5);
        assertThat(rounds.confidencePerLook()).isCloseTo(0.95, within(1e-12));
    }

    @Test
    void aFirstLookMayTakeFewer() {
        SamplingRounds rounds = new SamplingRounds(16, 32, 0.95, 4);

        assertThat(IntStream.range(0, rounds.looks()).map(rounds::partitionsAt)).containsExactly(4, 8, 16);
        assertThat(rounds.confidencePerLook()).isCloseTo(1 - 0.05 / 3, within(1e-12));
    }

    @Test
    void anInputWithoutPartitionsHasOneEmptyLook() {
        assertThat(new SamplingRounds(0, 32, 0.95).partitionsAt(0)).isZero();
    }
}
