package io.preflightguard.benchmarks.effect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * What Spark's own metrics say of the tasks of an action.
 *
 * @param join the tasks of the last stage, which is the one that joins and hands its rows to the sink
 * @param peakMemory the most execution memory a task of the action held, in bytes
 * @param memorySpilled bytes that were spilled, as they were in memory, over all tasks
 * @param diskSpilled the same, as they were on disk
 */
record TaskFigures(List<Task> join, long peakMemory, long memorySpilled, long diskSpilled) {

    private static final String DESCRIPTION = "spark.job.description";
    private static final String FENCE = "every job of the action is behind this one";

    /** One task: its run time in milliseconds, and the rows it read from shuffle files. */
    record Task(long millis, long rows) {}

    /** Runs the action and one more small job, and waits until Spark has told of that one's end. */
    static TaskFigures of(SparkSession spark, Runnable action) throws InterruptedException {
        Collector collector = new Collector();
        spark.sparkContext().addSparkListener(collector);
        try {
            action.run();
            spark.sparkContext().setJobDescription(FENCE);
            spark.range(1).collectAsList();
            if (!collector.passed.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Spark did not tell of the job's end");
            }
        } finally {
            spark.sparkContext().setJobDescription(null);
            spark.sparkContext().removeSparkListener(collector);
        }
        return collector.figures();
    }

    long largestMillis() {
        return join.stream().mapToLong(Task::millis).max().orElse(0);
    }

    long largestRows() {
        return join.stream().mapToLong(Task::rows).max().orElse(0);
    }

    long medianMillis() {
        return median(join.stream().map(Task::millis).toList());
    }

    long medianRows() {
        return median(join.stream().map(Task::rows).toList());
    }

    private static long median(List<Long> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
    }

    private static final class Collector extends SparkListener {

        private final CountDownLatch passed = new CountDownLatch(1);
        private final Map<Integer, List<Task>> resultStages = new HashMap<>();
        private int fenceJob = -1;
        private long peakMemory;
        private long memorySpilled;
        private long diskSpilled;

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            if (FENCE.equals(job.properties().getProperty(DESCRIPTION))) {
                fenceJob = job.jobId();
            }
        }

        @Override
        public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
            if (fenceJob >= 0) {
                return;
            }
            TaskMetrics metrics = task.taskMetrics();
            peakMemory = Math.max(peakMemory, metrics.peakExecutionMemory());
            memorySpilled += metrics.memoryBytesSpilled();
            diskSpilled += metrics.diskBytesSpilled();
            if (task.taskType().equals("ResultTask")) {
                resultStages
                        .computeIfAbsent(task.stageId(), unused -> new ArrayList<>())
                        .add(new Task(
                                metrics.executorRunTime(),
                                metrics.shuffleReadMetrics().recordsRead()));
            }
        }

        @Override
        public void onJobEnd(SparkListenerJobEnd job) {
            if (job.jobId() == fenceJob) {
                passed.countDown();
            }
        }

        private synchronized TaskFigures figures() {
            List<Task> last = resultStages.keySet().stream()
                    .max(Comparator.naturalOrder())
                    .map(resultStages::get)
                    .orElse(List.of());
            return new TaskFigures(List.copyOf(last), peakMemory, memorySpilled, diskSpilled);
        }
    }
}
