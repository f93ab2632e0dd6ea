package io.preflightguard.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Which task writes which file, largest file first on the least loaded task (Graham's longest processing time rule, SIAM
 * J. Appl. Math. 17, 1969: at most 4/3 of the best possible). Files of one path go to as many tasks: a task has one file
 * of a path open, so two would become one. Deterministic.
 *
 * @param tasks how many tasks there are
 * @param byPath the tasks of each path's files, ascending
 * @param largest rows of the most loaded task
 * @param largestHigh the most rows that the most loaded task may have
 */
record Placement(int tasks, Map<String, List<Integer>> byPath, double largest, double largestHigh) {

    /** Equal files of one path. */
    record Cut(String path, int files, double rows, double rowsHigh) {}

    /** @param cuts largest file first; none has more files than there are tasks */
    static Placement of(List<Cut> cuts, int tasks) {
        PriorityQueue<Task> queue =
                new PriorityQueue<>(Comparator.comparingDouble(Task::rows).thenComparing(Task::index));
        for (int task = 0; task < tasks; task++) {
            queue.add(new Task(task, 0, 0));
        }
        Map<String, List<Integer>> byPath = new TreeMap<>();
        for (Cut cut : cuts) {
            List<Task> least = new ArrayList<>();
            for (int file = 0; file < cut.files(); file++) {
                least.add(queue.remove());
            }
            least.forEach(task -> queue.add(task.plus(cut)));
            byPath.put(cut.path(), least.stream().map(Task::index).sorted().toList());
        }
        return new Placement(
                tasks,
                byPath,
                queue.stream().mapToDouble(Task::rows).max().orElse(0),
                queue.stream().mapToDouble(Task::rowsHigh).max().orElse(0));
    }

    private record Task(int index, double rows, double rowsHigh) {

        Task plus(Cut cut) {
            return new Task(index, rows + cut.rows(), rowsHigh + cut.rowsHigh());
        }
    }
}
