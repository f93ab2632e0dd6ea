package io.preflightguard.hudi.bulkinsert;

import static org.apache.spark.sql.functions.col;

import io.preflightguard.hudi.TestHudi;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.hudi.config.HoodieWriteConfig;
import org.apache.hudi.table.BulkInsertPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** A bulk_insert one of whose writing tasks is stuck amid its rows until Spark runs a second copy of it elsewhere. */
public final class SpeculationJob {

    private SpeculationJob() {}

    /** Takes the master, the table's folder and the options of an executor's JVM; prints how many copies won. */
    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder()
                .master(arguments[0])
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.executor.memory", "1g")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.executor.extraJavaOptions", arguments[2])
                .config("spark.speculation", "true")
                .config("spark.speculation.quantile", "0.5")
                .config("spark.speculation.multiplier", "1.5")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar")
                .config("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension")
                .getOrCreate();
        AtomicInteger won = new AtomicInteger();
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.taskInfo().speculative() && end.taskInfo().successful()) {
                    won.incrementAndGet();
                }
            }
        });
        spark.range(0, RepeatedTasksJob.ROWS, 1, 4)
                .selectExpr("cast(id as string) id", "if(id % 10 > 0, 'hot', concat('p', id % 70)) p", "id as ts")
                .write()
                .format("hudi")
                .options(TestHudi.options("bulk_insert"))
                .options(Map.of(
                        "hoodie.bulkinsert.user.defined.partitioner.class", Stuck.class.getName(),
                        "hoodie.bulkinsert.shuffle.parallelism", "8",
                        "hoodie.parquet.max.file.size", "200000",
                        "hoodie.copyonwrite.record.size.estimate", "30",
                        "hoodie.parquet.bloom.filter.enabled", "false"))
                .mode(SaveMode.Append)
                .save(arguments[1]);
        spark.stop(); // after which every event has been told
        System.out.println("won=" + won);
    }

    /** The guard's partitioner, followed by a task that is stuck. */
    public static final class Stuck implements BulkInsertPartitioner<Dataset<Row>> {

        private static final long serialVersionUID = 1L;

        private final transient SkewAwareBulkInsertPartitioner guards;

        /** As Hudi calls it. */
        public Stuck(HoodieWriteConfig config) {
            this.guards = new SkewAwareBulkInsertPartitioner(config);
        }

        @Override
        @SuppressWarnings("unchecked") // rows in, rows out
        public Dataset<Row> repartitionRecords(Dataset<Row> rows, int tasks) {
            UDF1<String, Boolean> stuck = SpeculationJob::stuckAmidRows;
            return ((Dataset<Row>) guards.repartitionRecords(rows, tasks))
                    .filter(functions
                            .udf(stuck, DataTypes.BooleanType)
                            .asNondeterministic()
                            .apply(col("_hoodie_record_key")));
        }

        @Override
        public boolean arePartitionRecordsSorted() {
            return true;
        }
    }

    /** The first attempt of the task that has this key waits until it is killed, but for a minute at most. */
    private static boolean stuckAmidRows(String key) {
        if (key.equals("20007") && TaskContext.get().attemptNumber() == 0) {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (!TaskContext.get().isInterrupted() && System.nanoTime() < end) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        return true;
    }
}
