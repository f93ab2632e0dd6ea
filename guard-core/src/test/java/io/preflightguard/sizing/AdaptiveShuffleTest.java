package io.preflightguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveShuffleTest {

    private static final long MIB = 1L << 20;

    @Test
    void itIsOffForAShuffleItMayNotTouch() {
        assertThat(AdaptiveShuffle.off().tasks(10 * MIB, 16)).isEqualTo(16);
    }

    @Test
    void coresComeBeforeTheAdvisedSize() {
        AdaptiveShuffle adaptive = new AdaptiveShuffle(true, 64 * MIB, MIB, 8);

        assertThat(adaptive.targetBytes(160 * MIB)).isEqualTo(20 * MIB);
        assertThat(adaptive.tasks(160 * MIB, 200)).isEqualTo(8);
    }

    @Test
    void theAdvisedSizeIsACeilingForMoreThanThat() {
        AdaptiveShuffle adaptive = new AdaptiveShuffle(true, 64 * MIB, MIB, 8);

        assertThat(adaptive.targetBytes(6_400 * MIB)).isEqualTo(64 * MIB);
        assertThat(adaptive.tasks(6_400 * MIB, 200)).isEqualTo(100);
        assertThat(adaptive.tasks(6_400 * MIB, 90)).as("it never splits").isEqualTo(90);
    }

    @Test
    void crumbsAreMergedWhateverTheCores() {
        AdaptiveShuffle adaptive = new AdaptiveShuffle(true, 64 * MIB, MIB, 400);

        assertThat(adaptive.tasks(3 * MIB, 200)).isEqualTo(4);
        assertThat(adaptive.tasks(0, 200)).as("an empty table").isEqualTo(1);
    }
}
