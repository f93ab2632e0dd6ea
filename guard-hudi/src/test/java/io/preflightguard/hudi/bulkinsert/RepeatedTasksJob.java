package io.preflightguard.hudi.bulkinsert;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.rand;

import io.preflightguard.hudi.TestHudi;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hudi.config.HoodieWriteConfig;
import org.apache.hudi.table.BulkInsertPartitioner;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A bulk_insert some of whose tasks run twice: because the shuffle files are lost as soon as the first writing task has
 * ended, when what was mapped is mapped again in another order; or because they fail after half their rows. In a JVM of
 * its own: a local Spark takes a lost file for a lost executor and cannot get over it.
 */
public final class RepeatedTasksJob {

    static final int ROWS = 40_000;
    private static final int INPUT_PARTITIONS = 4;
    private static final int TASKS = 8;
    private static final String TROUBLE = "guard.test.trouble";

    /** In local mode tasks see the same variables as the driver. */
    private static final AtomicInteger RERUN = new AtomicInteger();

    private static final AtomicInteger FAILED = new AtomicInteger();

    private RepeatedTasksJob() {}

    /** What goes wrong. */
    enum Trouble {
        LOST_FILES,
        /** The same with a random salt in place of the guard's partitioner, to show that the test can fail. */
        LOST_FILES_WITH_RANDOM_SALT,
        FAILED_TASKS
    }

    /** Takes the trouble and the table's folder; prints how many map tasks ran again and how many writing tasks failed. */
    public static void main(String[] arguments) {
        Trouble trouble = Trouble.valueOf(arguments[0]);
        System.setProperty(TROUBLE, arguments[0]);
        SparkSession spark = SparkSession.builder()
                // One core, or two that try a task again.
                .master(trouble == Trouble.FAILED_TASKS ? "local[2,2]" : "local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar")
                .config("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension")
                .getOrCreate();
        unordered(spark)
                .write()
                .format("hudi")
                .options(TestHudi.options("bulk_insert"))
                .options(Map.of(
                        "hoodie.bulkinsert.user.defined.partitioner.class", Troubled.class.getName(),
                        "hoodie.bulkinsert.shuffle.parallelism", Integer.toString(TASKS),
                        "hoodie.parquet.max.file.size", "200000",
                        "hoodie.copyonwrite.record.size.estimate", "30",
                        "hoodie.parquet.bloom.filter.enabled", "false"))
                .mode(SaveMode.Append)
                .save(arguments[1]);
        System.out.println("rerun=" + RERUN + " failed=" + FAILED);
        Runtime.getRuntime().halt(0); // stopping would wait for the executor that Spark believes to be lost
    }

    /** The rows, from four partitions that come in another order when they are made again. */
    private static Dataset<Row> unordered(SparkSession spark) {
        StructType schema = new StructType()
                .add("id", DataTypes.StringType)
                .add("p", DataTypes.StringType)
                .add("ts", DataTypes.LongType);
        List<Integer> parts = List.of(0, 1, 2, 3);
        return spark.createDataFrame(
                new JavaSparkContext(spark.sparkContext())
                        .parallelize(parts, INPUT_PARTITIONS)
                        .mapPartitionsWithIndex(
                                (part, unused) -> {
                                    List<Row> rows = new ArrayList<>();
                                    for (int id = part; id < ROWS; id += INPUT_PARTITIONS) {
                                        String path = id % 10 > 0 ? "hot" : "p" + id % 70;
                                        rows.add(RowFactory.create(Integer.toString(id), path, (long) id));
                                    }
                                    if (TaskContext.get().stageAttemptNumber() > 0) {
                                        RERUN.incrementAndGet();
                                        Collections.reverse(rows);
                                    }
                                    return rows.iterator();
                                },
                                true),
                schema);
    }

    /** The guard's partitioner, followed by what goes wrong. */
    public static final class Troubled implements BulkInsertPartitioner<Dataset<Row>> {

        private static final long serialVersionUID = 1L;

        private final transient SkewAwareBulkInsertPartitioner guards;

        /** As Hudi calls it. */
        public Troubled(HoodieWriteConfig config) {
            this.guards = new SkewAwareBulkInsertPartitioner(config);
        }

        @Override
        @SuppressWarnings("unchecked") // rows in, rows out
        public Dataset<Row> repartitionRecords(Dataset<Row> rows, int tasks) {
            Trouble trouble = trouble();
            Dataset<Row> placed = trouble == Trouble.LOST_FILES_WITH_RANDOM_SALT
                    ? rows.repartition(tasks, floor(rand(1).multiply(tasks)))
                            .sortWithinPartitions("_hoodie_partition_path")
                    : (Dataset<Row>) guards.repartitionRecords(rows, tasks);
            UDF1<String, Boolean> harm = trouble == Trouble.FAILED_TASKS
                    ? RepeatedTasksJob::failAmidRows
                    : RepeatedTasksJob::loseFilesWhenDone;
            // Not deterministic, so that Spark does not move it before the shuffle.
            return placed.filter(functions
                    .udf(harm, DataTypes.BooleanType)
                    .asNondeterministic()
                    .apply(col("_hoodie_record_key")));
        }

        @Override
        public boolean arePartitionRecordsSorted() {
            return true;
        }
    }

    private static Trouble trouble() {
        return Trouble.valueOf(System.getProperty(TROUBLE));
    }

    /** With one core, the first writing task ends before the next begins. */
    private static boolean loseFilesWhenDone(String key) {
        if (RERUN.get() == 0) {
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> deleteShuffleFiles());
        }
        return true;
    }

    /** Every task fails once, at a row that is somewhere in its files. */
    private static boolean failAmidRows(String key) {
        if (TaskContext.get().attemptNumber() == 0 && Integer.parseInt(key) % 2_000 == 1_999) {
            FAILED.incrementAndGet();
            throw new IllegalStateException("failed on purpose");
        }
        return true;
    }

    private static void deleteShuffleFiles() {
        scala.collection.Iterator<File> files =
                SparkEnv.get().blockManager().diskBlockManager().getAllFiles().iterator();
        while (RERUN.get() == 0 && files.hasNext()) {
            File file = files.next();
            if (file.getName().startsWith("shuffle_")) {
                file.delete();
            }
        }
    }
}
