package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Measurement;
import io.preflightguard.PreflightReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder with few rows that weigh much: its task is large by bytes alone. */
class HeavyRowsTest {

    @TempDir
    Path folder;

    @Test
    void sizesFollowBytesAndNotRows() {
        Map<String, String> options = TestHudi.options("bulk_insert");
        options.put("hoodie.bulkinsert.sort.mode", "PARTITION_PATH_REPARTITION_AND_SORT");
        options.put("hoodie.bulkinsert.shuffle.parallelism", "8");
        Dataset<Row> orders = TestHudi.session()
                .range(0, 20_000, 1, 8)
                .selectExpr(
                        "cast(id as string) as id",
                        "if(id % 50 = 0, 'heavy', concat('p', id % 97)) as p",
                        "id as ts",
                        "repeat('x', if(id % 50 = 0, 5000, 20)) as text");

        PreflightReport report = HudiPreflight.on(TestHudi.session())
                .build()
                .check(orders, options, folder.resolve("orders").toString());

        double sized = largestTask(report, "sizing: ");
        assertThat(sized).as("the largest task of the sizes and of the skew").isEqualTo(largestTask(report, "skew: "));
        assertThat(sized)
                .as("all heavy rows, and little else")
                .isBetween(400 * 5000.0, 400 * 5000.0 + 2 * 20_000 * 150.0 / 8);
    }

    private static double largestTask(PreflightReport report, String checks) {
        List<Double> largest = report.results().stream()
                .filter(result -> result.check().startsWith(checks))
                .flatMap(result -> result.measurements().stream())
                .filter(measurement -> measurement.name().equals("largest task, uncompressed"))
                .map(Measurement::value)
                .map(value -> ((Estimate) value).value())
                .distinct()
                .toList();
        assertThat(largest).as(checks).isNotEmpty();
        return largest.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
