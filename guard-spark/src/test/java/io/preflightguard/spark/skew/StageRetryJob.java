package io.preflightguard.spark.skew;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;

import io.preflightguard.skew.SaltPlan;
import io.preflightguard.skew.SaltedKey;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A treatment of one hot key whose shuffle files are lost as soon as the first reducing task has ended: what was mapped is
 * mapped again, in another order, as rows that were fetched from a shuffle would be. In a JVM of its own: a local Spark
 * takes a lost file for a lost executor and cannot get over it.
 */
final class StageRetryJob {

    static final int ROWS = 4_000;
    private static final int PARTITIONS = 4;

    /** In local mode tasks see the same variables as the driver. */
    private static final AtomicInteger RERUN = new AtomicInteger();

    private StageRetryJob() {}

    /** Prints how many map tasks ran again, how many rows came out, and how many different ones. */
    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", Integer.toString(PARTITIONS))
                .config("spark.sql.autoBroadcastJoinThreshold", "-1")
                .config("spark.sql.adaptive.enabled", "false")
                .getOrCreate();
        Dataset<Row> left = unordered(spark);
        Dataset<Row> right = named(spark);
        Dataset<Row> result =
                switch (arguments[0]) {
                    case "rand" -> randomlySalted(left, right);
                    case "inner" -> joined(spark, left, right, JoinKind.INNER);
                    case "full outer" -> joined(spark, left, right, JoinKind.FULL_OUTER);
                    case "repartition" ->
                        BalancedRepartition.of(left.withColumn("name", lit("seven")))
                                .by("k")
                                .into(PARTITIONS)
                                .plan(CountedKeys.profile(left, "k"))
                                .repartition();
                    default -> throw new IllegalArgumentException(arguments[0]);
                };
        List<Integer> ids = idsAfterLoss(result);
        System.out.println("rerun=" + RERUN + " rows=" + ids.size() + " distinct=" + new HashSet<>(ids).size());
        Runtime.getRuntime().halt(0); // stopping would wait for the executor that Spark believes to be lost
    }

    private static Dataset<Row> joined(SparkSession spark, Dataset<Row> left, Dataset<Row> right, JoinKind kind) {
        int hash = spark.range(1).select(functions.hash(lit(7))).first().getInt(0);
        SaltedKey hot = new SaltedKey(hash, "7", ROWS, 1, PARTITIONS, 1, false, List.of(0, 1, 2, 3));
        SkewJoinPlan plan = SkewJoin.of(left, right)
                .on("k")
                .kind(kind)
                .plan(new SaltPlan(List.of(hot), PARTITIONS, false, false, 4, 1));
        if (!plan.isTreated()) {
            throw new IllegalStateException(plan.explain());
        }
        return plan.join();
    }

    private static Dataset<Row> randomlySalted(Dataset<Row> left, Dataset<Row> right) {
        return left.withColumn("salt", floor(rand(1).multiply(16)))
                .join(
                        right.withColumn("salt", explode(functions.sequence(lit(0L), lit(15L)))),
                        new String[] {"k", "salt"},
                        "inner");
    }

    /** From an RDD: constants would be folded into the left side, and the join with them. */
    private static Dataset<Row> named(SparkSession spark) {
        StructType schema = new StructType().add("k", DataTypes.IntegerType).add("name", DataTypes.StringType);
        List<Row> rows = List.of(RowFactory.create(7, "seven"), RowFactory.create(8, "eight"));
        return spark.createDataFrame(new JavaSparkContext(spark.sparkContext()).parallelize(rows, 1), schema);
    }

    private static Dataset<Row> unordered(SparkSession spark) {
        JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
        StructType schema = new StructType().add("k", DataTypes.IntegerType).add("id", DataTypes.IntegerType);
        return spark.createDataFrame(
                context.parallelize(List.of(0, 1, 2, 3), PARTITIONS)
                        .mapPartitionsWithIndex(
                                (part, unused) -> {
                                    List<Row> rows = new ArrayList<>();
                                    for (int id = part; id < ROWS; id += PARTITIONS) {
                                        rows.add(RowFactory.create(7, id));
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

    /** With one core, the first reducing task ends before the next begins. */
    private static List<Integer> idsAfterLoss(Dataset<Row> result) {
        UDF2<Integer, String, Boolean> loseWhenDone = (id, name) -> {
            TaskContext task = TaskContext.get();
            if (RERUN.get() == 0) {
                task.addTaskCompletionListener((TaskCompletionListener) ended -> deleteShuffleFiles());
            }
            return true;
        };
        List<Integer> ids = new ArrayList<>();
        result.filter(functions.udf(loseWhenDone, DataTypes.BooleanType).apply(col("id"), col("name")))
                .where("id is not null") // the right row without a match
                .select("id")
                .collectAsList()
                .forEach(row -> ids.add(row.getInt(0)));
        return ids;
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
