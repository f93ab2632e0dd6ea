package io.preflightguard.spark.internal;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Plans a frame's scan with smaller splits than the session asks for. Spark reads the split size from the session while
 * it plans a scan, so the session's setting is changed for that moment and put back; a query that another thread plans
 * on the same session in that moment would get smaller splits too.
 */
public final class FineSplits {

    private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";
    private static final Object PLANNING = new Object();

    private FineSplits() {}

    /**
     * The frame's rows in splits of at most {@code bytes} bytes of a file; never larger than the session asks for.
     * Sources that are not files are not affected. For rows, see {@link QueryExecutions#rows}.
     */
    public static JavaRDD<InternalRow> rows(Dataset<Row> frame, long bytes) {
        SparkSession session = frame.sparkSession();
        synchronized (PLANNING) {
            InputPlan plan = InputPlan.of(frame);
            if (!plan.isPlannedWithoutRunning() || plan.shuffle().isPresent()) {
                return planned(frame); // a job must not run while the setting is changed
            }
            boolean wasSet = session.conf().getAll().contains(MAX_PARTITION_BYTES);
            String before = session.conf().get(MAX_PARTITION_BYTES);
            if (JavaUtils.byteStringAsBytes(before) <= bytes) {
                return planned(frame);
            }
            session.conf().set(MAX_PARTITION_BYTES, Long.toString(bytes));
            try {
                return planned(frame);
            } finally {
                if (wasSet) {
                    session.conf().set(MAX_PARTITION_BYTES, before);
                } else {
                    session.conf().unset(MAX_PARTITION_BYTES);
                }
            }
        }
    }

    private static JavaRDD<InternalRow> planned(Dataset<Row> frame) {
        // A fresh plan: the frame may have planned its scan already.
        JavaRDD<InternalRow> rows = QueryExecutions.rows(frame.toDF());
        rows.getNumPartitions();
        return rows;
    }
}
