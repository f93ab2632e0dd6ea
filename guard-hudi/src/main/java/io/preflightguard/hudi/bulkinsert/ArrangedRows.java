package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.hudi.write.RowsAsWritten;
import io.preflightguard.spark.skew.PlacedPartitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Rows of the row writer, arranged by a plan. Stateless. */
final class ArrangedRows {

    private static final Column PATH = functions.col(RowsAsWritten.PATH_COLUMN);
    private static final Column KEY = functions.col("_hoodie_record_key");

    private ArrangedRows() {}

    /** The same rows and columns, each row on its task, sorted by path and then by the columns. Lazy. */
    static Dataset<Row> of(Dataset<Row> rows, BulkInsertPlan plan, BulkInsertSettings settings) {
        List<Column> order = new ArrayList<>();
        order.add(PATH);
        for (String column : settings.sortColumns()) {
            order.add(existing(rows, column));
        }
        Dataset<Row> placed =
                plan.shuffles() ? placed(rows, identity(rows, settings), new FileTasks(plan.files())) : rows;
        return placed.sortWithinPartitions(order.toArray(Column[]::new));
    }

    /**
     * What tells rows of one path apart, and is the same when they are computed again. A key that Hudi generates is made of
     * a row's place in its partition, which a retried task may change, so the row's content stands in for it; rows that
     * cannot be told apart by that stay together.
     */
    private static Column identity(Dataset<Row> rows, BulkInsertSettings settings) {
        if (settings.hasRecordKey()) {
            return functions.xxhash64(KEY);
        }
        String[] hudis = Arrays.stream(rows.columns())
                .filter(name -> name.startsWith("_hoodie_"))
                .toArray(String[]::new);
        return PlacedPartitions.contentHash(rows.drop(hudis)).orElse(functions.lit(0L));
    }

    private static Dataset<Row> placed(Dataset<Row> rows, Column identity, FileTasks tasks) {
        Column task = functions.udf(tasks, DataTypes.IntegerType).apply(functions.xxhash64(PATH), identity);
        return PlacedPartitions.place(rows, tasks.tasks(), task);
    }

    /** By its name as it stands, else as a path into a struct. */
    private static Column existing(Dataset<Row> rows, String name) {
        if (List.of(rows.columns()).contains(name)) {
            return functions.col("`" + name.replace("`", "``") + "`");
        }
        Column column = functions.col(name);
        try {
            rows.select(column);
        } catch (Exception unknown) {
            throw new IllegalArgumentException(
                    BulkInsertSettings.SORT_COLUMNS + " names " + name + ", which the rows do not have; they have "
                            + String.join(", ", rows.columns()),
                    unknown);
        }
        return column;
    }
}
