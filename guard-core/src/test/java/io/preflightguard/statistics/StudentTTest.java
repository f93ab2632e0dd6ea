package io.preflightguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudentTTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 15, 31, 100, 1000})
    void agreesWithCommonsMath(int degrees) {
        TDistribution oracle = new TDistribution(degrees);
        for (double alpha : new double[] {0.5, 0.2, 0.1, 0.05, 0.01, 0.05 / 18, 0.001}) {
            double expected = oracle.inverseCumulativeProbability(1 - alpha / 2);
            assertThat(StudentT.critical(alpha, degrees))
                    .as("t for alpha %s and %s degrees", alpha, degrees)
                    .isCloseTo(expected, within(expected * 2e-3));
        }
    }

    @Test
    void refusesWhatHasNoQuantile() {
        assertThatThrownBy(() -> StudentT.critical(0, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StudentT.critical(0.05, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
