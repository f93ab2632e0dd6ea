package io.preflightguard.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.split;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * How many rows each task wrote. Hudi keeps it: {@code _hoodie_commit_seqno} is the instant, the task and the row's
 * number in that task.
 */
record TaskSpread(int tasks, long rows, long largest) {

    static TaskSpread of(SparkSession spark, String table) {
        List<Long> counts = spark
                .read()
                .format("hudi")
                .load(table)
                .groupBy(split(col("_hoodie_commit_seqno"), "_").getItem(1).as("task"))
                .count()
                .collectAsList()
                .stream()
                .map(row -> row.getLong(1))
                .toList();
        return new TaskSpread(
                counts.size(),
                counts.stream().mapToLong(Long::longValue).sum(),
                counts.stream().mapToLong(Long::longValue).max().orElse(0));
    }

    double largestToMean() {
        return rows == 0 ? 0 : (double) largest * tasks / rows;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d tasks, largest %,d, mean %,d, largest %.1f times the mean",
                tasks,
                largest,
                tasks == 0 ? 0 : rows / tasks,
                largestToMean());
    }
}
