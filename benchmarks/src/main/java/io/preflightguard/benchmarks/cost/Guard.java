package io.preflightguard.benchmarks.cost;

import io.preflightguard.CheckResult;
import io.preflightguard.Mode;
import io.preflightguard.PreflightReport;
import io.preflightguard.hudi.HudiPreflight;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** The guard as a job embeds it: the whole preflight of a bulk_insert, with one more key column to check. */
final class Guard {

    private static final Map<String, String> HUDI = Map.of(
            "hoodie.table.name", "orders",
            "hoodie.datasource.write.operation", "bulk_insert",
            "hoodie.datasource.write.recordkey.field", "id",
            "hoodie.datasource.write.partitionpath.field", "region",
            "hoodie.datasource.write.precombine.field", "ts",
            "hoodie.bulkinsert.sort.mode", "PARTITION_PATH_REPARTITION",
            "hoodie.bulkinsert.shuffle.parallelism", "32");

    private final HudiPreflight preflight;
    private final Path table;

    Guard(SparkSession spark, Path table) {
        // The key is skewed on purpose, and the write must be timed all the same.
        this.preflight = HudiPreflight.on(spark)
                .mode(Mode.WARN)
                .keyColumns(List.of(Orders.KEY))
                .build();
        this.table = table;
    }

    PreflightReport check(Dataset<Row> rows) {
        return preflight.check(rows, HUDI, table.toString(), SaveMode.Overwrite);
    }

    PreflightReport write(Dataset<Row> rows) {
        return preflight.write(rows, HUDI, table.toString(), SaveMode.Overwrite);
    }

    /** What it says of the key, and what it read for it. */
    static String found(PreflightReport report) {
        String key = report.results().stream()
                .filter(result -> result.check().equals("skew: key column " + Orders.KEY))
                .map(Guard::outcome)
                .collect(Collectors.joining());
        return key + "; " + report.cost().rowsRead() + " rows in "
                + report.cost().sparkJobs() + " jobs";
    }

    private static String outcome(CheckResult result) {
        return result.outcome().getClass().getSimpleName() + ", "
                + result.measurements().stream()
                        .map(measured ->
                                measured.name() + " " + measured.value().render())
                        .findFirst()
                        .orElse("nothing measured");
    }
}
