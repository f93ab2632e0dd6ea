package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.spark.TestSpark;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
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
    void aStandaloneWorkerGivesAnExecutorAllItsCores() {
        assertThat(cores("spark://host:7077", Map.of())).as("as many as it has").isEmpty();
        assertThat(cores("spark://host:7077", Map.of("spark.executor.cores", "4")))
                .hasValue(4);
        assertThat(cores("local-cluster[2, 3,1024]", Map.of())).hasValue(3);
        assertThat(cores("yarn", Map.of())).as("Spark's default").hasValue(1);
        assertThat(cores("k8s://https://host:443", Map.of()))
                .as("Spark's default")
                .hasValue(1);
        assertThat(ExecutorCores.isLocal("local-cluster[2,3,1024]")).isFalse();
    }

    @Test
    void localModeHasTheThreadsThatItsMasterNames() {
        Map<String, String> few = Map.of("spark.default.parallelism", "2", "spark.executor.cores", "3");

        assertThat(cores("local", few)).hasValue(1);
        assertThat(cores("local[16]", few)).hasValue(16);
        assertThat(cores("local[16, 4]", few)).hasValue(16);
        assertThat(cores("local[*]", few)).hasValue(64);
        assertThat(cores("local[*,4]", few)).hasValue(64);
        assertThat(ExecutorCores.isLocal("local[*,4]")).isTrue();
    }

    @Test
    void executorsThatAreThereSayTheirCores() {
        assertThat(ExecutorCores.ofLargestPresent(TestSpark.session().sparkContext()))
                .as("in local mode, the driver is one")
                .hasValue(2);
    }

    private static OptionalInt cores(String master, Map<String, String> settings) {
        SparkConf conf = new SparkConf(false);
        settings.forEach(conf::set);
        return ExecutorCores.of(master, conf, 64);
    }

    @Test
    void diskThatNobodyHasSeenIsAnErrorThatSaysHowToStateIt() {
        assertThatThrownBy(() -> ClusterProbe.fleet(TestSpark.session(), GuardConfig.defaults(), OptionalLong.empty()))
                .hasMessageContaining("spark.guard.fleet.free-disk-per-worker");
    }
}
