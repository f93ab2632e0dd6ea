package io.preflightguard.skew;

import static io.preflightguard.skew.KeyProfileTest.count;
import static io.preflightguard.skew.KeyProfileTest.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompositeKeysTest {

    @Test
    void anEvenColumnBoundsAKeyWithASkewedOne() {
        Estimate most = CompositeKeys.atMost(List.of(whole(90), whole(10)));

        assertThat(most.high()).isCloseTo(0.1, within(1e-12));
        assertThat(most.low()).isZero();
        assertThat(most.confidence()).isEqualTo(1);
    }

    @Test
    void aBoundFromSamplesAddsTheirErrorsUp() {
        KeySample part = new KeySample(
                KeyRole.KEY_COLUMN,
                "k",
                List.of(split(100, 0, 0, count("a", 50, 50)), split(100, 0, 0, count("a", 50, 50))),
                9,
                false);
        KeyProfile sampled = KeyProfile.of(part, 0.95);

        assertThat(CompositeKeys.atMost(List.of(sampled, sampled)).confidence()).isCloseTo(0.9, within(1e-12));
    }

    @Test
    void aKeyHasAColumn() {
        assertThatThrownBy(() -> CompositeKeys.atMost(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static KeyProfile whole(long hot) {
        return KeyProfile.of(
                new KeySample(KeyRole.KEY_COLUMN, "k", List.of(split(100, 0, 0, count("a", hot, hot))), 1, false),
                0.95);
    }
}
