package io.preflightguard.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkerTypeTest {

    private static final long GIB = 1L << 30;

    @Test
    void aTypeIsFoundInAnyCase() {
        WorkerType type = WorkerType.named(" g.2x ");

        assertThat(type.vcpu()).isEqualTo(8);
        assertThat(type.freeDisk()).isEqualTo(78_000_000_000L);
        assertThat(type.heap()).as("spark.executor.memory of G.2X").isEqualTo(20 * GIB);
        assertThat(WorkerType.named("G.1X").heap()).isEqualTo(10 * GIB);
    }

    @Test
    void anUnknownTypeIsAnErrorThatNamesTheKnownOnes() {
        assertThatThrownBy(() -> WorkerType.named("G.3X"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'G.3X' is no worker type that is known")
                .hasMessageContaining("G.025X, G.1X, G.2X, G.4X, G.8X, G.12X, G.16X, R.1X, R.2X, R.4X, R.8X");
    }

    @Test
    void typesOfAsManyCoresHaveTheSameDisk() {
        for (WorkerType type : WorkerType.all()) {
            assertThat(WorkerType.withDiskOf(type.vcpu()).orElseThrow().freeDisk())
                    .as(type.name())
                    .isEqualTo(type.freeDisk());
            assertThat(type.freeDisk()).as(type.name()).isLessThan(type.disk());
            assertThat(type.source()).startsWith("https://");
        }
        assertThat(WorkerType.withDiskOf(5)).isEmpty();
    }
}
