package io.preflightguard.benchmarks.bulkinsert;

import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.Seconds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * One timed bulk_insert into a new table.
 *
 * @param seconds its wall time
 * @param stages the times of its tasks
 * @param files what it wrote
 * @param rowsPerTask the rows of each task that wrote any
 * @param isRight whether the table holds the rows that were given
 */
record Run(double seconds, StageTimes stages, WrittenFiles files, List<Long> rowsPerTask, boolean isRight) {

    static Run of(SparkSession spark, Dataset<Row> rows, Contestant contestant, Map<String, String> options, Path table)
            throws Exception {
        LocalSpark.delete(table);
        Map<String, String> all = new TreeMap<>(options);
        all.putAll(contestant.options());
        Seconds wall = new Seconds();
        StageTimes stages = wall.time(() -> StageTimes.of(spark, () -> rows.write()
                .format("hudi")
                .options(all)
                .mode(SaveMode.Append)
                .save(table.toString())));
        Dataset<Row> written = spark.read().format("hudi").load(table.toString());
        List<Long> rowsPerTask =
                // Hudi's sequence number is the instant, the task and the row.
                written
                        .groupBy(org.apache.spark.sql.functions.expr("split(_hoodie_commit_seqno, '_')[1]"))
                        .count()
                        .collectAsList()
                        .stream()
                        .map(row -> row.getLong(1))
                        .toList();
        return new Run(
                wall.median(),
                stages,
                WrittenFiles.of(table),
                rowsPerTask,
                fingerprint(rows).equals(fingerprint(written)));
    }

    long longestTask() {
        return stages.write().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Rows of the largest task, to the mean of all tasks of the stage, also of those without rows. */
    double largestToMean() {
        long largest = rowsPerTask.stream().mapToLong(Long::longValue).max().orElse(0);
        long rows = rowsPerTask.stream().mapToLong(Long::longValue).sum();
        return (double) largest * stages.write().size() / rows;
    }

    /** Count and sum of row hashes. */
    private static Row fingerprint(Dataset<Row> rows) {
        return rows.selectExpr("count(*)", "sum(cast(xxhash64(id, p, ts) as decimal(38,0)))")
                .collectAsList()
                .get(0);
    }
}
