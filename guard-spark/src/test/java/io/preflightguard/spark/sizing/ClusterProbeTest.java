package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.spark.TestSpark;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClusterProbeTest {

    @Test
    void localModeIsThisMachine() {
        Fleet fleet = ClusterProbe.fleet(TestSpark.session(), GuardConfig.defaults(), OptionalLong.of(1_000_000));

        assertThat(fleet.workers()).isEqualTo(1);
        assertThat(fleet.coresPerWorker()).isEqualTo(2);
        assertThat(fleet.heapPerWorker()).isEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(fleet.freeDiskPerWorker()).isEqualTo(1_000_000);
    }

    @Test
    void whatTheUserStatesWins() {
        GuardConfig stated = GuardConfig.of(
                Map.of(
                        "spark.guard.fleet.workers", "9",
                        "spark.guard.fleet.cores-per-worker", "8",
                        "spark.guard.fleet.memory-per-worker", "20g",
                        "spark.guard.fleet.free-disk-per-worker", "78g"),
                Map.of());

        Fleet fleet = ClusterProbe.fleet(TestSpark.session(), stated, OptionalLong.of(1));

        assertThat(fleet.slots()).isEqualTo(72);
        assertThat(fleet.freeDiskPerWorker()).isEqualTo(78L << 30);
        assertThat(fleet.source()).contains("stated: workers, cores, memory, free disk");
    }

    @Test
    void diskThatNobodyHasSeenIsAnErrorThatSaysHowToStateIt() {
        assertThatThrownBy(() -> ClusterProbe.fleet(TestSpark.session(), GuardConfig.defaults(), OptionalLong.empty()))
                .hasMessageContaining("spark.guard.fleet.free-disk-per-worker");
    }
}
