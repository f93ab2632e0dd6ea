package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.spark.sample.ParquetRowBytes;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a row weighs in a base file. Stateless. */
final class RowWeight {

    private static final Logger LOG = LoggerFactory.getLogger(SkewAwareBulkInsertPartitioner.class);

    private RowWeight() {}

    /** As the options state it, else as rows of the input weigh once encoded, else as Hudi takes it to be. */
    static Estimate of(Dataset<Row> rows, BulkInsertSettings settings, GuardConfig config) {
        if (settings.statedRowBytes().isPresent()) {
            return Estimate.exact(settings.statedRowBytes().getAsLong(), Unit.BYTES);
        }
        try {
            return atLeastOneByte(ParquetRowBytes.measure(asWritten(rows), settings.codec(), config));
        } catch (Exception | LinkageError unmeasured) { // Spark throws checked ones that it does not declare
            if (unmeasured instanceof InterruptedException) {
                Thread.currentThread().interrupt(); // the next job will not start then
            }
            return hudis("the input's rows could not be encoded (" + unmeasured + ")");
        }
    }

    /** What Hudi takes a row to weigh, with a warning. */
    static Estimate hudis(String why) {
        LOG.warn(
                "bulk_insert: {}, so a row is taken to weigh {} bytes, as Hudi does; set {} to what rows weigh in your files",
                why,
                BulkInsertSettings.HUDIS_ROW_BYTES,
                BulkInsertSettings.ROW_SIZE);
        return Estimate.exact(BulkInsertSettings.HUDIS_ROW_BYTES, Unit.BYTES);
    }

    /** With the columns that Hudi fills only while it writes filled as it does. */
    private static Dataset<Row> asWritten(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>();
        for (String name : rows.columns()) {
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
        return rows.select(columns.toArray(Column[]::new));
    }

    private static Estimate atLeastOneByte(Estimate bytes) {
        double value = Math.max(1, bytes.value());
        return new Estimate(
                value,
                Math.min(value, Math.max(1, bytes.low())),
                Math.max(value, bytes.high()),
                bytes.confidence(),
                bytes.unit());
    }
}
