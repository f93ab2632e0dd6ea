package io.preflightguard.hudi.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A DataFrame's rows as Hudi's row writer shuffles them, and the keys it gives them. */
public final class RowsAsWritten {

    /** The column that holds a row's partition path. */
    public static final String PATH_COLUMN = "_hoodie_partition_path";

    private static final String NULL_PATH = "__HIVE_DEFAULT_PARTITION__";

    private RowsAsWritten() {}

    /** A row's partition path as Hudi's simple and complex key generators make it; empty without partition fields. */
    public static Column path(HudiWrite write) {
        Column path = null;
        for (String field : write.partitionFields()) {
            Column text = functions.col(field).cast("string");
            Column value = functions
                    .when(text.isNull().or(text.equalTo("")), NULL_PATH)
                    .otherwise(text);
            Column part = write.isHiveStyle() ? functions.concat(functions.lit(field + "="), value) : value;
            path = path == null ? part : functions.concat(path, functions.lit("/"), part);
        }
        return path == null ? functions.lit("") : path;
    }

    /** A row's record key as text: one column as it is, several as {@code a:1,b:2}, with Hudi's words for no value. */
    public static Column recordKey(HudiWrite write) {
        List<String> fields = write.recordKeys();
        if (fields.size() == 1) {
            return functions.col(fields.get(0)).cast("string");
        }
        Column[] parts = fields.stream()
                .map(field -> functions.concat(functions.lit(field + ":"), part(field)))
                .toArray(Column[]::new);
        return functions.concat_ws(",", parts);
    }

    private static Column part(String field) {
        Column text = functions.col(field).cast("string");
        return functions
                .when(text.isNull(), "__null__")
                .when(text.equalTo(""), "__empty__")
                .otherwise(text);
    }

    /** The frame with Hudi's five columns in front, filled as they are when rows are shuffled. */
    public static Dataset<Row> withMetaColumns(Dataset<Row> frame, HudiWrite write) {
        List<Column> columns = new ArrayList<>();
        columns.add(functions.lit("").as("_hoodie_commit_time"));
        columns.add(functions.lit("").as("_hoodie_commit_seqno"));
        columns.add(recordKey(write).as("_hoodie_record_key"));
        columns.add(path(write).as(PATH_COLUMN));
        columns.add(functions.lit("").as("_hoodie_file_name"));
        Arrays.stream(frame.columns())
                .filter(name -> !name.startsWith("_hoodie_"))
                .forEach(name -> columns.add(functions.col("`" + name.replace("`", "``") + "`")));
        return frame.select(columns.toArray(Column[]::new));
    }
}
