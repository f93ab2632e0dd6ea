package io.preflightguard.hudi.write;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A DataFrame's rows as base files hold them, to weigh. */
public final class StoredRows {

    private StoredRows() {}

    /** The frame with Hudi's five columns in front, filled with values like those it fills in while it writes. */
    public static Dataset<Row> of(Dataset<Row> frame, HudiWrite write) {
        return filled(RowsAsWritten.withMetaColumns(frame, write));
    }

    /** Rows that have Hudi's columns, with those filled that Hudi fills only while it writes. */
    public static Dataset<Row> filled(Dataset<Row> keyed) {
        List<Column> columns = new ArrayList<>();
        for (String name : keyed.columns()) {
            columns.add(
                    switch (name) {
                        case "_hoodie_commit_time" ->
                            functions.lit("20240101000000000").as(name);
                        case "_hoodie_commit_seqno" ->
                            functions
                                    .concat(
                                            functions.lit("20240101000000000_0_"),
                                            functions
                                                    .monotonically_increasing_id()
                                                    .cast("string"))
                                    .as(name);
                        case "_hoodie_file_name" ->
                            functions
                                    .lit("01234567-89ab-cdef-0123-456789abcdef-0_0-1-1_20240101000000000.parquet")
                                    .as(name);
                        default -> functions.col("`" + name.replace("`", "``") + "`");
                    });
        }
        return keyed.select(columns.toArray(Column[]::new));
    }
}
