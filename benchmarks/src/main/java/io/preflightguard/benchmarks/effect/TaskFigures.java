package io.preflightguard.benchmarks.effect;

import io.preflightguard.benchmarks.TaskEnds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.executor.TaskMetrics;
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

    /** One task: its run time in milliseconds, and the rows it read from shuffle files. */
    record Task(long millis, long rows) {}

    /** Runs the action and returns once all its tasks are known. */
    static TaskFigures of(SparkSession spark, TaskEnds.Action action) throws Exception {
        Collector collector = new Collector();
        TaskEnds.of(spark, collector::add, action);
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

    private static final class Collector {

        private final Map<Integer, List<Task>> resultStages = new HashMap<>();
        private long peakMemory;
        private long memorySpilled;
        private long diskSpilled;

        void add(SparkListenerTaskEnd task) {
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

        private TaskFigures figures() {
            List<Task> last = resultStages.keySet().stream()
                    .max(Comparator.naturalOrder())
                    .map(resultStages::get)
                    .orElse(List.of());
            return new TaskFigures(List.copyOf(last), peakMemory, memorySpilled, diskSpilled);
        }
    }
}
