package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.hudi.write.StoredRows;
import io.preflightguard.spark.sample.ParquetRowBytes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
            return ParquetRowBytes.measure(StoredRows.filled(rows), settings.codec(), config);
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
}
