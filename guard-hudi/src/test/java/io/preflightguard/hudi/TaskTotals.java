package io.preflightguard.hudi;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * What Spark's own task metrics say of the shuffles of an action of any number of jobs.
 *
 * @param byStage shuffle bytes of the stages that wrote any
 */
record TaskTotals(long shuffleBytes, Map<Integer, Long> byStage) {

    private static final String DESCRIPTION = "spark.job.description";
    private static final String FENCE = "the last job of the action is behind this one";

    /** Runs the action, then one more small job, and waits until Spark has told of that one's end. */
    static TaskTotals of(SparkSession spark, Runnable action) throws InterruptedException {
        AtomicLong bytes = new AtomicLong();
        Map<Integer, Long> byStage = new ConcurrentSkipListMap<>();
        AtomicLong fence = new AtomicLong(-1);
        CountDownLatch passed = new CountDownLatch(1);
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart job) {
                if (FENCE.equals(job.properties().getProperty(DESCRIPTION))) {
                    fence.set(job.jobId());
                }
            }

            @Override
            public void onTaskEnd(SparkListenerTaskEnd task) {
                long written = task.taskMetrics().shuffleWriteMetrics().bytesWritten();
                bytes.addAndGet(written);
                if (written > 0) {
                    byStage.merge(task.stageId(), written, Long::sum);
                }
            }

            @Override
            public void onJobEnd(SparkListenerJobEnd job) {
                if (job.jobId() == fence.get()) {
                    passed.countDown();
                }
            }
        };
        spark.sparkContext().addSparkListener(listener);
        try {
            action.run();
            spark.sparkContext().setJobDescription(FENCE);
            spark.range(1).collectAsList();
            if (!passed.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Spark did not tell of the job's end");
            }
        } finally {
            spark.sparkContext().setJobDescription(null);
            spark.sparkContext().removeSparkListener(listener);
        }
        return new TaskTotals(bytes.get(), byStage);
    }
}
