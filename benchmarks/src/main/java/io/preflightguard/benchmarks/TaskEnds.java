package io.preflightguard.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** Tells of every task of an action once it has ended. */
public final class TaskEnds {

    private static final String DESCRIPTION = "spark.job.description";
    private static final String FENCE = "every job of the action is behind this one";

    private TaskEnds() {}

    /** What is listened to. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /**
     * Runs the action and one more small job, and waits until Spark has told of that one's end: then the collector has all
     * of the action's tasks. It is called by one thread at a time.
     */
    public static void of(SparkSession spark, Consumer<SparkListenerTaskEnd> collector, Action action)
            throws Exception {
        Listener listener = new Listener(collector);
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
    }

    /** Spark calls one listener from one thread. */
    private static final class Listener extends SparkListener {

        private final CountDownLatch passed = new CountDownLatch(1);
        private final Consumer<SparkListenerTaskEnd> collector;
        private int fenceJob = -1;

        Listener(Consumer<SparkListenerTaskEnd> collector) {
            this.collector = collector;
        }

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            if (FENCE.equals(job.properties().getProperty(DESCRIPTION))) {
                fenceJob = job.jobId();
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            if (fenceJob < 0) {
                collector.accept(task);
            }
        }

        @Override
        public void onJobEnd(SparkListenerJobEnd job) {
            if (job.jobId() == fenceJob) {
                passed.countDown();
            }
        }
    }
}
