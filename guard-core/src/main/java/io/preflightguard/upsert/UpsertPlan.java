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

    /** Tasks that were predicted or are known to be left out. */
    double knownTasks() {
        return tasks.size() + workload.rest().seen();
    }

    /** Whether there may be more tasks than {@link #tasks}. */
    boolean isPartial() {
        return workload.rest().seen() + workload.rest().unseen() > 0;
    }

    /**
     * Records as a multiple of the mean task's. All tasks share the error of how many rows there are, so the mean is
     * taken as known but for tasks that were not seen; what differs between tasks is in the records' own interval.
     */
    Estimate toMean(Estimate records) {
        double all = workload.rest().rows()
                + tasks.stream().mapToDouble(task -> task.records().value()).sum();
        if (!(all > 0)) {
            return Estimate.exact(1, Unit.RATIO);
        }
        Estimate ratio = records.times(knownTasks() / all, Unit.RATIO);
        return new Estimate(
                ratio.value(),
                ratio.low(),
                ratio.high() * (1 + workload.rest().unseen() / knownTasks()),
                ratio.confidence(),
                Unit.RATIO);
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
