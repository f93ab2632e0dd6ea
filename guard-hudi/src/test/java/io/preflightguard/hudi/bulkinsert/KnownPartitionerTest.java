package io.preflightguard.hudi.bulkinsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.Severity;
import io.preflightguard.hudi.HudiPreflight;
import io.preflightguard.hudi.TestHudi;
import io.preflightguard.sizing.SizingMeasurements;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check says of a write that the guard's own partitioner arranges. */
class KnownPartitionerTest {

    @TempDir
    Path folder;

    @Test
    void aHotPathIsRefusedWhereItIsOneTaskAndANoteWhereItIsCut() {
        assertThat(skew(check("hoodie.bulkinsert.sort.mode", "PARTITION_PATH_REPARTITION")))
                .extracting(Finding::severity)
                .contains(Severity.FAIL);
        assertThat(skew(check(
                        "hoodie.bulkinsert.user.defined.partitioner.class",
                        SkewAwareBulkInsertPartitioner.class.getName())))
                .extracting(Finding::severity)
                .containsOnly(Severity.INFO);
    }

    @Test
    void itsShuffleIsSizedAndThatOfAnotherPartitionerIsNot() {
        assertThat(sizing(check(
                        "hoodie.bulkinsert.user.defined.partitioner.class",
                        SkewAwareBulkInsertPartitioner.class.getName())))
                .isNotInstanceOf(Outcome.Skipped.class);
        assertThat(sizing(check("hoodie.bulkinsert.user.defined.partitioner.class", "com.acme.Partitioner")))
                .isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> assertThat(skipped.explanation())
                        .startsWith("the write brings a partitioner of its own"));
    }

    @Test
    void aPathOfManyFilesMayMakeMoreTasksThanAskedForWhoseWritersSort() {
        String partitioner = "hoodie.bulkinsert.user.defined.partitioner.class";
        String skewAware = SkewAwareBulkInsertPartitioner.class.getName();
        // Sixteen tasks are asked for; rows of 4 MB, as Spark has them, may fill hundreds of files of 20 kB.
        Map<String, String> smallFiles = Map.of(partitioner, skewAware, "hoodie.parquet.max.file.size", "20000");

        assertThat(check(smallFiles, "302m").findings())
                .as("tasks that write more than 200 partitions")
                .anyMatch(finding -> finding.subject().equals("spark.sql.files.maxPartitionBytes")
                        && finding.message().startsWith("with more than 200 partitions, which there may be, "));
        assertThat(check(Map.of(partitioner, skewAware), "302m").findings())
                .as("files of 120 MB: no more tasks than asked for")
                .noneMatch(finding -> finding.subject().equals("spark.sql.files.maxPartitionBytes"));
    }

    private PreflightReport check(String option, String value) {
        return check(Map.of(option, value), "4g");
    }

    private PreflightReport check(Map<String, String> more, String memoryPerWorker) {
        Map<String, String> options = new HashMap<>(TestHudi.options("bulk_insert"));
        options.put("hoodie.bulkinsert.shuffle.parallelism", "16");
        options.putAll(more);
        return HudiPreflight.on(TestHudi.session())
                .set("spark.guard.skew.min-task-size", "1k")
                .set("spark.guard.fleet.free-disk-per-worker", "10g")
                .set("spark.guard.fleet.memory-per-worker", memoryPerWorker)
                .build()
                .check(hot(), options, folder.resolve("table").toString());
    }

    private static List<Finding> skew(PreflightReport report) {
        return report.findings().stream()
                .filter(finding -> finding.rule().id().equals("KEY_SKEW"))
                .toList();
    }

    private static Outcome sizing(PreflightReport report) {
        return report.results().stream()
                .filter(result -> result.check().equals(SizingMeasurements.CHECK))
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    private static Dataset<Row> hot() {
        return TestHudi.session()
                .range(0, 20_000, 1, 4)
                .selectExpr(
                        "cast(id as string) as id", "if(id % 10 > 0, 'hot', concat('p', id % 70)) as p", "id as ts");
    }
}
