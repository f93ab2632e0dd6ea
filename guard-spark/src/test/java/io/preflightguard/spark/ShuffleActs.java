package io.preflightguard.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * What Spark's task metrics say of an action's shuffles and of its spill.
 *
 * @param shuffleBytes compressed bytes written
 * @param tasksThatRead for each task that read a shuffle, the bytes of memory it spilled
 * @param spilledToDisk compressed bytes that all tasks spilled
 */
public record ShuffleActs(long shuffleBytes, List<Long> tasksThatRead, long spilledToDisk) {

    private static final String DESCRIPTION = "spark.job.description";
    private static final String FENCE = "the last job of the action is behind this one";

    /** Runs the action, then one more small job, and waits until Spark has told of that one's end. */
    public static ShuffleActs of(SparkSession spark, Runnable action) throws InterruptedException {
        Listener listener = new Listener();
        spark.sparkContext().addSparkListener(listener);
        try {
            action.run();
            spark.sparkContext().setJobDescription(FENCE);
            spark.range(1).collectAsList();
            if (!listener.passed.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Spark did not tell of the job's end");
            }
        } finally {
            spark.sparkContext().setJobDescription(null);
            spark.sparkContext().removeSparkListener(listener);
        }
        return new ShuffleActs(listener.written, List.copyOf(listener.reading), listener.spilled);
    }

    /** How many tasks read a shuffle. */
    public int readingTasks() {
        return tasksThatRead.size();
    }

    /** Whether any task that read a shuffle spilled. */
    public boolean spills() {
        return tasksThatRead.stream().anyMatch(bytes -> bytes > 0);
    }

    /** Spark calls one listener from one thread; the latch hands what it gathered over. */
    private static final class Listener extends SparkListener {

        private final CountDownLatch passed = new CountDownLatch(1);
        private final List<Long> reading = Collections.synchronizedList(new ArrayList<>());
        private volatile long written;
        private volatile long spilled;
        private volatile int fence = -1;

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            if (FENCE.equals(job.properties().getProperty(DESCRIPTION))) {
                fence = job.jobId();
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            if (fence < 0 && task.taskMetrics() != null) {
                written += task.taskMetrics().shuffleWriteMetrics().bytesWritten();
                spilled += task.taskMetrics().diskBytesSpilled();
                if (task.taskMetrics().shuffleReadMetrics().recordsRead() > 0) {
                    reading.add(task.taskMetrics().memoryBytesSpilled());
                }
            }
        }

        @Override
        public void onJobEnd(SparkListenerJobEnd job) {
            if (job.jobId() == fence) {
                passed.countDown();
            }
        }
    }
}
