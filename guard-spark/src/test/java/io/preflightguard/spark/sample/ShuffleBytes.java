package io.preflightguard.spark.sample;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** What Spark's own task metrics say of the shuffles of an action that is one job. */
public record ShuffleBytes(long written, long records) {

    /** Runs the action and waits until Spark has told of its end. */
    public static ShuffleBytes of(SparkSession spark, Runnable action) throws InterruptedException {
        AtomicLong bytes = new AtomicLong();
        AtomicLong records = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        SparkListener listener = new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd task) {
                bytes.addAndGet(task.taskMetrics().shuffleWriteMetrics().bytesWritten());
                records.addAndGet(task.taskMetrics().shuffleWriteMetrics().recordsWritten());
            }

            @Override
            public void onJobEnd(SparkListenerJobEnd job) {
                ended.countDown();
            }
        };
        spark.sparkContext().addSparkListener(listener);
        try {
            action.run();
            if (!ended.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Spark did not tell of the job's end");
            }
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
        return new ShuffleBytes(bytes.get(), records.get());
    }
}
