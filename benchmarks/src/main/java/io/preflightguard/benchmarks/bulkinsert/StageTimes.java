package io.preflightguard.benchmarks.bulkinsert;

import io.preflightguard.benchmarks.TaskEnds;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * How long the tasks of an action ran, by stage, in milliseconds and in the order of the tasks' indexes.
 *
 * @param stages every stage, in the order they were submitted
 * @param results the stages whose tasks hand a result to the driver, as those that write do
 */
record StageTimes(Map<Integer, List<Long>> stages, Set<Integer> results) {

    /** Runs the action and returns once all its tasks are known. */
    static StageTimes of(SparkSession spark, TaskEnds.Action action) throws Exception {
        Collector collector = new Collector();
        TaskEnds.of(spark, collector::add, action);
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

    private static final class Collector {

        private final Map<Integer, Map<Integer, Long>> stages = new TreeMap<>();
        private final Set<Integer> results = new HashSet<>();

        void add(SparkListenerTaskEnd task) {
            if (!task.taskInfo().successful()) {
                return;
            }
            stages.computeIfAbsent(task.stageId(), unused -> new TreeMap<>())
                    .put(task.taskInfo().index(), task.taskMetrics().executorRunTime());
            if (task.taskType().equals("ResultTask")) {
                results.add(task.stageId());
            }
        }

        private StageTimes times() {
            Map<Integer, List<Long>> byStage = new TreeMap<>();
            stages.forEach((stage, tasks) -> byStage.put(stage, List.copyOf(tasks.values())));
            return new StageTimes(byStage, Set.copyOf(results));
        }
    }
}
