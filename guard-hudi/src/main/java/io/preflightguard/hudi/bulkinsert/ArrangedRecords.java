package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.spark.SparkSettings;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.hudi.common.model.HoodieRecord;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.Tuple2;

/** Records of the path that does not write rows, arranged by a plan. Stateless. */
final class ArrangedRecords {

    private static final String PATH = "path";

    private ArrangedRecords() {}

    /** The same records, each on its task, sorted by path. */
    static JavaRDD<HoodieRecord<?>> of(
            JavaRDD<HoodieRecord<?>> records,
            BulkInsertSettings settings,
            int parallelism,
            UnaryOperator<BulkInsertPlan> planned) {
        if (!settings.sortColumns().isEmpty()) {
            throw new IllegalArgumentException(BulkInsertSettings.SORT_COLUMNS
                    + " needs the row writer here: set hoodie.datasource.write.row.writer.enable=true, or drop it");
        }
        SparkSession spark =
                SparkSession.builder().sparkContext(records.context()).getOrCreate();
        GuardConfig config = GuardConfig.of(SparkSettings.of(spark), Map.of());
        Dataset<Row> paths = spark.createDataset(
                        records.map(HoodieRecord::getPartitionPath).rdd(), Encoders.STRING())
                .toDF(PATH);
        BulkInsertPlan plan = planned.apply(new BulkInsertPlanner(settings)
                .plan(paths, functions.col(PATH), parallelism, config, () -> rowBytes(settings)));
        FileTasks tasks = new FileTasks(plan.files());
        JavaPairRDD<Tuple2<Integer, String>, HoodieRecord<?>> byTask = records.mapToPair(record -> new Tuple2<>(
                new Tuple2<>(
                        tasks.call(FileTasks.hash(record.getPartitionPath()), FileTasks.hash(record.getRecordKey())),
                        record.getPartitionPath()),
                record));
        return byTask.repartitionAndSortWithinPartitions(new ByTask(tasks.tasks()), new ByPath())
                .values();
    }

    private static Estimate rowBytes(BulkInsertSettings settings) {
        return settings.statedRowBytes().isPresent()
                ? Estimate.exact(settings.statedRowBytes().getAsLong(), Unit.BYTES)
                : RowWeight.hudis("records that are not rows cannot be encoded before the write");
    }

    private static final class ByTask extends Partitioner {

        private static final long serialVersionUID = 1L;

        private final int tasks;

        ByTask(int tasks) {
            this.tasks = tasks;
        }

        @Override
        public int numPartitions() {
            return tasks;
        }

        @Override
        public int getPartition(Object key) {
            return (Integer) ((Tuple2<?, ?>) key)._1();
        }
    }

    private static final class ByPath implements Comparator<Tuple2<Integer, String>>, Serializable {

        private static final long serialVersionUID = 1L;

        @Override
        public int compare(Tuple2<Integer, String> one, Tuple2<Integer, String> other) {
            return one._2().compareTo(other._2());
        }
    }
}
