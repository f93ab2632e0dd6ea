package io.preflightguard.upsert;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The tasks that a write will have, as far as they can be told.
 *
 * @param tasks those that were predicted, by path
 * @param workload what they were predicted from
 * @param record what Hudi takes a record to weigh
 */
public record UpsertPlan(
        List<UpsertTask> tasks, Workload workload, UpsertSettings settings, RecordSize record, RowWeight weight) {

    public UpsertPlan {
        tasks = List.copyOf(tasks);
    }

    /** The task that is sent the most records; empty if there is none. */
    public Optional<UpsertTask> largest() {
        return tasks.stream().max(Comparator.comparingDouble((UpsertTask task) -> task.records()
                .value()));
    }

    /** Records of the mean task. */
    public Estimate meanRecords() {
        Estimate all = Estimates.none(Unit.COUNT);
        for (UpsertTask task : tasks) {
            all = Estimates.plus(all, task.records(), Unit.COUNT);
        }
        return all.times(1.0 / Math.max(1, tasks.size()), Unit.COUNT);
    }

    /**
     * A task's records as a multiple of the mean. All tasks share the error of how many rows there are, so the mean is
     * taken as known; what differs between tasks is in the task's own interval.
     */
    Estimate toMean(UpsertTask task) {
        double mean = meanRecords().value();
        return mean > 0 ? task.records().times(1 / mean, Unit.RATIO) : Estimate.exact(1, Unit.RATIO);
    }

    /** Files that the write leaves, old ones that it does not touch aside. */
    public Estimate files() {
        Estimate files = Estimates.none(Unit.COUNT);
        for (UpsertTask task : tasks) {
            files = Estimates.plus(files, task.files(), Unit.COUNT);
        }
        return files;
    }
}
