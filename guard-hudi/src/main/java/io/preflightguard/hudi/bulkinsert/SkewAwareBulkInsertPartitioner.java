package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.hudi.write.OpenPages;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.hudi.common.model.HoodieRecord;
import org.apache.hudi.config.HoodieWriteConfig;
import org.apache.hudi.table.BulkInsertPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Arranges the rows of a bulk_insert so that tasks carry alike and files have about the target size, whatever the skew of
 * the partition paths: a large path is cut into files by a hash of the record key, small paths are packed together, each
 * kept whole. Set it by name, from any language:
 *
 * <pre>{@code
 * hoodie.bulkinsert.user.defined.partitioner.class=io.preflightguard.hudi.bulkinsert.SkewAwareBulkInsertPartitioner
 * }</pre>
 *
 * <p>Files aim at {@code hoodie.parquet.max.file.size}, and {@code hoodie.parquet.compression.ratio} is raised for the
 * write unless it is set, see {@link OpenPages}; inside a file rows are sorted by {@code
 * hoodie.bulkinsert.user.defined.partitioner.sort.columns}, if set. Before the write it looks at the rows, see {@link
 * BulkInsertPlanner}; {@code hoodie.preflight.bulkinsert.counting} (auto, sample, exact) says how much of them. Hudi does
 * not ask for a partitioner where the table has a bucket index or no meta columns.
 *
 * <p>Serves the row writer and the path by records alike: Hudi makes one of it by its constructor for either.
 */
public final class SkewAwareBulkInsertPartitioner implements BulkInsertPartitioner<Object> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(SkewAwareBulkInsertPartitioner.class);

    /** Those that Hudi puts before the columns of a record. */
    private static final int HUDIS_COLUMNS = 5;

    /** Only for the driver: Hudi sends the partitioner to tasks, which ask it for no plan. */
    private final transient HoodieWriteConfig config;

    private final transient Map<String, String> options;

    /** As Hudi calls it. */
    public SkewAwareBulkInsertPartitioner(HoodieWriteConfig config) {
        this.config = config;
        this.options = new TreeMap<>();
        for (String key : config.getProps().stringPropertyNames()) {
            options.put(key, config.getProps().getProperty(key));
        }
    }

    /**
     * The rows, each where the plan wants it, sorted by partition path in each task.
     *
     * @param records a {@code Dataset<Row>} with Hudi's columns, or a {@code JavaRDD<HoodieRecord>}
     * @param outputPartitions the tasks that the write asks for
     * @throws IllegalArgumentException if an option cannot be read or names a column that does not exist
     */
    @Override
    public Object repartitionRecords(Object records, int outputPartitions) {
        BulkInsertSettings settings = BulkInsertSettings.of(options);
        int parallelism = Math.max(1, outputPartitions);
        if (records instanceof Dataset<?> dataset) {
            Dataset<Row> rows = dataset.toDF();
            BulkInsertPlan plan = logged(new BulkInsertPlanner(settings).plan(rows, parallelism));
            leaveRoom(OpenPages.columns(rows.schema()), settings);
            return ArrangedRows.of(rows, plan, settings);
        }
        if (records instanceof JavaRDD<?> rdd) {
            @SuppressWarnings("unchecked") // it is what Hudi hands to a partitioner that is not the row writer's
            JavaRDD<HoodieRecord<?>> typed = (JavaRDD<HoodieRecord<?>>) rdd;
            String schema = config.getSchema();
            if (schema != null && !schema.isEmpty()) {
                leaveRoom(HUDIS_COLUMNS + OpenPages.columns(new Schema.Parser().parse(schema)), settings);
            }
            return ArrangedRecords.of(typed, settings, parallelism, SkewAwareBulkInsertPartitioner::logged);
        }
        throw new IllegalArgumentException("A bulk_insert hands on a Dataset or a JavaRDD: got " + records.getClass());
    }

    /**
     * By the object that Hudi made for this write and makes its writers from: the only way for a partitioner that is given
     * by name. Neither the caller's options nor the table's properties change.
     */
    private void leaveRoom(int columns, BulkInsertSettings settings) {
        OpenPages.ratio(columns, options, settings.targetBytes()).ifPresent(ratio -> {
            config.getProps().setProperty(OpenPages.RATIO, Double.toString(ratio));
            LOG.info(
                    "bulk_insert: {}={} for this write, so that Hudi does not close files early",
                    OpenPages.RATIO,
                    ratio);
        });
    }

    /** True: Hudi may close a path's file as soon as it sees another path. */
    @Override
    public boolean arePartitionRecordsSorted() {
        return true;
    }

    private static BulkInsertPlan logged(BulkInsertPlan plan) {
        if (LOG.isInfoEnabled()) {
            LOG.info("bulk_insert: {}", plan.describe().replace("\n", "; "));
        }
        return plan;
    }
}
