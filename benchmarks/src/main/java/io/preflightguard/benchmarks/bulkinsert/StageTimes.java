package io.preflightguard.benchmarks.bulkinsert;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * How long the tasks of an action ran, by stage, in milliseconds and in the order of the tasks' indexes.
 *
 * @param stages every stage, in the order they were submitted
 * @param results the stages whose tasks hand a result to the driver, as those that write do
 */
record StageTimes(Map<Integer, List<Long>> stages, Set<Integer> results) {

    private static final String DESCRIPTION = "spark.job.description";
    private static final String FENCE = "every job of the write is behind this one";

    /** What is timed. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** Runs the action and one more small job, and waits until Spark has told of that one's end. */
    static StageTimes of(SparkSession spark, Action action) throws Exception {
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
        return collector.times();
    }

    /** The tasks that write: those of the result stage that ran longest, all its tasks together. */
    List<Long> write() {
        return stages.entrySet().stream()
                .filter(stage -> results.contains(stage.getKey()))
                .map(Map.Entry::getValue)
                .max(Comparator.comparingLong(
                        tasks -> tasks.stream().mapToLong(Long::longValue).sum()))
                .orElse(List.of());
    }

    /** All stages one after the other, each on a cluster of so many cores. */
    long inOrder(int cores) {
        return stages.values().stream()
                .mapToLong(tasks -> Cluster.inOrder(tasks, cores))
                .sum();
    }

    private static final class Collector extends SparkListener {

        private final CountDownLatch passed = new CountDownLatch(1);
        private final Map<Integer, Map<Integer, Long>> stages = new TreeMap<>();
        private final Set<Integer> results = new HashSet<>();
        private int fenceJob = -1;

        @Override
        public synchronized void onJobStart(SparkListenerJobStart job) {
            if (FENCE.equals(job.properties().getProperty(DESCRIPTION))) {
                fenceJob = job.jobId();
            }
        }

        @Override
        public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
            if (fenceJob >= 0 || !task.taskInfo().successful()) {
                return;
            }
            stages.computeIfAbsent(task.stageId(), unused -> new TreeMap<>())
                    .put(task.taskInfo().index(), task.taskMetrics().executorRunTime());
            if (task.taskType().equals("ResultTask")) {
                results.add(task.stageId());
            }
        }

        @Override
        public synchronized void onJobEnd(SparkListenerJobEnd job) {
            if (job.jobId() == fenceJob) {
                passed.countDown();
            }
        }

        private synchronized StageTimes times() {
            Map<Integer, List<Long>> byStage = new TreeMap<>();
            stages.forEach((stage, tasks) -> byStage.put(stage, List.copyOf(tasks.values())));
            return new StageTimes(byStage, Set.copyOf(results));
        }
    }
}
