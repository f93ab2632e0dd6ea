package io.preflightguard.spark.sizing;

import io.preflightguard.sizing.actuals.Quantity;
import io.preflightguard.sizing.actuals.WriteActuals;
import java.io.File;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * A shuffle of which a map task fails once, or whose files are lost once a reducing task has ended. In a JVM of its own: a
 * local Spark retries no task unless its master says so, and takes a lost file for a lost executor.
 */
final class RetriedTasksJob {

    static final int TASKS = 4;
    static final int ROWS = 1_000;

    /** In local mode tasks see the same variables as the driver. */
    private static final AtomicBoolean LOST = new AtomicBoolean();

    private RetriedTasksJob() {}

    /** Prints what was measured. */
    public static void main(String[] arguments) {
        int exitCode = 1;
        try {
            run(arguments[0].equals("stage"));
            exitCode = 0;
        } finally {
            Runtime.getRuntime().halt(exitCode); // stopping would wait for the executor that Spark believes to be lost
        }
    }

    private static void run(boolean losesFiles) {
        SparkSession spark = SparkSession.builder()
                .master("local[1,4]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
        try (ShuffleActuals listening = ShuffleActuals.listen(spark)) {
            context.parallelize(List.of(0, 1, 2, 3), TASKS)
                    .flatMapToPair(part -> {
                        if (!losesFiles && part == 1 && TaskContext.get().attemptNumber() == 0) {
                            throw new IllegalStateException("the first attempt fails");
                        }
                        return IntStream.range(0, ROWS)
                                .mapToObj(row -> new Tuple2<>(row, part))
                                .iterator();
                    })
                    .partitionBy(new HashPartitioner(TASKS))
                    .foreachPartition(rows -> {
                        rows.forEachRemaining(row -> {});
                        if (losesFiles && LOST.compareAndSet(false, true)) {
                            deleteShuffleFiles();
                        }
                    });
            WriteActuals actuals = listening.take().orElseThrow();
            System.out.println("tasks=" + actuals.of(Quantity.TASKS) + " rows=" + actuals.of(Quantity.ROWS) + " failed="
                    + actuals.of(Quantity.FAILED_ATTEMPTS) + " retried=" + actuals.of(Quantity.RETRIED_STAGES)
                    + " complete=" + actuals.complete());
        }
    }

    private static void deleteShuffleFiles() {
        for (File dir : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
            for (File hashed : Objects.requireNonNull(dir.listFiles())) {
                File[] shuffled = hashed.listFiles((folder, name) -> name.startsWith("shuffle_"));
                for (File file : shuffled == null ? new File[0] : shuffled) {
                    file.delete();
                }
            }
        }
    }
}
