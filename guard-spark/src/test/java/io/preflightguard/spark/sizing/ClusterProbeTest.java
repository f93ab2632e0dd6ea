package io.preflightguard.spark.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.ExecutorMemory;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.spark.TestSpark;
import io.preflightguard.spark.sizing.LocalDirs.Space;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
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
    void aStatedWorkerTypeIsJudgedForInsteadOfThisMachine() {
        GuardConfig stated = GuardConfig.of(
                Map.of("spark.guard.fleet.worker-type", "g.2x", "spark.guard.fleet.workers", "9"), Map.of());

        Fleet fleet = ClusterProbe.fleet(TestSpark.session(), stated, OptionalLong.of(1));

        assertThat(fleet.slots()).isEqualTo(72);
        assertThat(fleet.heapPerWorker()).isEqualTo(20L << 30);
        assertThat(fleet.freeDiskPerWorker()).isEqualTo(78_000_000_000L);
        assertThat(fleet.source()).contains("stated: worker type G.2X, workers");
    }

    @Test
    void anExplicitKeyOverridesTheWorkerType() {
        GuardConfig stated = GuardConfig.of(
                Map.of(
                        "spark.guard.fleet.worker-type", "G.1X",
                        "spark.guard.fleet.cores-per-worker", "2",
                        "spark.guard.fleet.memory-per-worker", "6g",
                        "spark.guard.fleet.free-disk-per-worker", "30g"),
                Map.of());

        Fleet fleet = ClusterProbe.fleet(TestSpark.session(), stated, OptionalLong.of(1));

        assertThat(fleet.coresPerWorker()).isEqualTo(2);
        assertThat(fleet.heapPerWorker()).isEqualTo(6L << 30);
        assertThat(fleet.freeDiskPerWorker()).isEqualTo(30L << 30);
    }

    @Test
    void anUnknownWorkerTypeNamesTheKnownOnes() {
        assertThatThrownBy(() -> GuardConfig.of(Map.of("spark.guard.fleet.worker-type", "G.5X"), Map.of()))
                .hasMessageContaining("spark.guard.fleet.worker-type=G.5X", "known are G.025X, G.1X");
    }

    @Test
    void cachedBlocksTakeExecutionMemoryAway() {
        Dataset<Row> cached =
                TestSpark.session().range(0, 2_000_000, 1, 2).toDF().persist(StorageLevel.MEMORY_ONLY());
        long before = fleet().executionMemoryPerTask();
        try {
            cached.count();

            assertThat(fleet().memory().cachedOnHeap()).isGreaterThan(1 << 20);
            assertThat(fleet().executionMemoryPerTask()).isLessThan(before);
        } finally {
            cached.unpersist(true);
        }
    }

    @Test
    void whatTheExecutorsSayOfTheirMemoryWins() {
        ExecutorMemory byConf = new ExecutorMemory(1_300L << 20, 0.6, 0.5, 0, 0, 0);

        assertThat(new StorageSeen(600L << 20, 0).memory(byConf)).isEqualTo(byConf);
        assertThat(new StorageSeen(540L << 20, 0).memory(byConf).heap())
                .as("the collector keeps 100 MiB of the heap")
                .isEqualTo(1_200L << 20);
        assertThat(new StorageSeen(0, 0).memory(byConf)).as("no executor yet").isEqualTo(byConf);
        assertThat(new StorageSeen(600L << 20, 200L << 20).memory(byConf).executionOnHeap())
                .isEqualTo(400L << 20);
    }

    @Test
    void theFirstDiskToFillUpEndsTheJob() {
        assertThat(LocalDirs.usable(List.of(new Space<>("a", 100)))).isEqualTo(100);
        assertThat(LocalDirs.usable(List.of(new Space<>("a", 100), new Space<>("a", 100))))
                .as("two directories on one disk")
                .isEqualTo(100);
        assertThat(LocalDirs.usable(List.of(new Space<>("a", 100), new Space<>("b", 30))))
                .as("two disks, of which one is nearly full")
                .isEqualTo(60);
        assertThat(LocalDirs.usable(List.of(new Space<>("a", 100), new Space<>("a", 100), new Space<>("b", 60))))
                .isEqualTo(150);
    }

    @Test
    void inLocalModeTheDriverSeesItsOwnDisk() {
        Fleet fleet = ClusterProbe.fleet(TestSpark.session(), GuardConfig.defaults(), OptionalLong.empty());

        assertThat(fleet.freeDiskPerWorker())
                .isPositive()
                .isLessThanOrEqualTo(
                        Path.of(System.getProperty("java.io.tmpdir")).toFile().getTotalSpace());
    }

    private static Fleet fleet() {
        return ClusterProbe.fleet(TestSpark.session(), GuardConfig.defaults(), OptionalLong.of(1_000_000));
    }
}
