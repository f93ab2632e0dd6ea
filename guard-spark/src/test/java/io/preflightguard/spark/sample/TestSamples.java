package io.preflightguard.spark.sample;

import io.preflightguard.config.GuardConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Short ways to ask for a sample, and to see what Spark did for it. */
final class TestSamples {

    private TestSamples() {}

    static SampleRequest keys(KeyColumn... keys) {
        return new SampleRequest(List.of(keys), null);
    }

    static SampleRequest weighing(Dataset<Row> frame, KeyColumn... keys) {
        return new SampleRequest(List.of(keys), new SampleRequest.Weighing(frame, null, List.of(), List.of()));
    }

    /** Looks as often as allowed. */
    static Sampled read(Dataset<Row> frame, SampleRequest request, GuardConfig config) throws Exception {
        return InputSampler.plan(frame, request, config).read(4, sampled -> false);
    }

    /** A configuration of the sample: names without their prefix, and their values. */
    static GuardConfig config(String... namesAndValues) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put("spark.guard.sample." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return GuardConfig.of(settings, Map.of());
    }

    static Work work(SparkSession spark, Action action) throws Exception {
        AtomicInteger jobs = new AtomicInteger();
        AtomicInteger tasks = new AtomicInteger();
        AtomicLong shuffled = new AtomicLong();
        AtomicInteger fences = new AtomicInteger();
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart job) {
                if ("fence".equals(job.properties().getProperty("spark.job.description"))) {
                    fences.incrementAndGet();
                } else {
                    jobs.incrementAndGet();
                }
            }

            @Override
            public void onTaskEnd(SparkListenerTaskEnd task) {
                if (fences.get() == 0) {
                    tasks.incrementAndGet();
                    shuffled.addAndGet(task.taskMetrics().shuffleWriteMetrics().recordsWritten());
                }
            }
        };
        spark.sparkContext().addSparkListener(listener);
        try {
            action.run();
            fence(spark, fences);
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
        return new Work(jobs.get(), tasks.get(), shuffled.get());
    }

    /** Spark tells its listeners in order: once it tells of this job, it has told of all before. */
    private static void fence(SparkSession spark, AtomicInteger fences) {
        spark.sparkContext().setJobDescription("fence");
        try {
            spark.range(1).count();
        } finally {
            spark.sparkContext().setJobDescription(null);
        }
        while (fences.get() == 0) {
            Thread.onSpinWait();
        }
    }

    /** What Spark did: jobs that were started, tasks that ended, rows that were written to shuffles. */
    record Work(int jobs, int tasks, long shuffledRows) {}

    interface Action {
        void run() throws Exception;
    }
}
