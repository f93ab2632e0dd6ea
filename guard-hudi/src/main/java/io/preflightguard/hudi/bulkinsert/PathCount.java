package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.layout.ArrangedInput;
import io.preflightguard.layout.ExpectedRows;
import io.preflightguard.layout.PathRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The rows of each partition path, all counted, and how they lie in the input's partitions.
 *
 * @param expected the rows of each path
 * @param arranged what a write would make of the input as it lies
 */
record PathCount(ExpectedRows expected, ArrangedInput arranged) {

    private static final String PATHS = "path";

    /**
     * Counts the rows in one Spark job, which computes the whole input. What the input's own shuffles left is used again by
     * the write.
     */
    static PathCount of(Dataset<Row> rows, Column path) {
        Dataset<Row> cells = rows.groupBy(
                        path.as("name"), functions.spark_partition_id().as("split"))
                .agg(functions.count(functions.lit(1)).as("n"));
        // Each cell counts for its path and for its input partition: one pass serves both.
        List<Row> sums = cells.select(
                        functions
                                .explode(functions.array(
                                        functions.struct(
                                                functions.lit(PATHS).as("kind"),
                                                functions
                                                        .coalesce(functions.col("name"), functions.lit(""))
                                                        .as("name")),
                                        functions.struct(
                                                functions.lit("split").as("kind"),
                                                functions
                                                        .col("split")
                                                        .cast("string")
                                                        .as("name"))))
                                .as("of"),
                        functions.col("n"))
                .groupBy(
                        functions.col("of.kind").as("kind"),
                        functions.col("of.name").as("name"))
                .agg(
                        functions.sum("n").as("rows"),
                        functions.count(functions.lit(1)).as("cells"),
                        functions.min("n").as("smallest"),
                        functions.max("n").as("largest"))
                .collectAsList();
        List<PathRows> paths = new ArrayList<>();
        List<ArrangedInput.PathFiles> files = new ArrayList<>();
        double largestSplit = 0;
        for (Row sum : sums) {
            if (PATHS.equals(sum.getString(0))) {
                paths.add(new PathRows(sum.getString(1), Estimate.exact(sum.getLong(2), Unit.COUNT)));
                files.add(
                        new ArrangedInput.PathFiles(sum.getString(1), sum.getLong(3), sum.getLong(4), sum.getLong(5)));
            } else {
                largestSplit = Math.max(largestSplit, sum.getLong(2));
            }
        }
        return new PathCount(ExpectedRows.counted(paths), new ArrangedInput(files, largestSplit));
    }
}
