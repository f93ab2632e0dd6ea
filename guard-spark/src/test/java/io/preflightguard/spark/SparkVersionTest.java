package io.preflightguard.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparkVersionTest {

    @Test
    void theTestsRunOnTheSparkTheyAreMeantFor() {
        assertThat(TestSpark.session().version()).isEqualTo(System.getProperty("guard.test.expected-spark", "3.5.4"));
    }
}
