package io.preflightguard.upsert;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.upsert.UpsertTask.Kind;
import java.util.Comparator;
import java.util.List;

/**
 * Finds file groups that get many times the records of the mean task. New ones are left out: Hudi cuts inserts where a
 * file is full, and {@link TaskSizes} sees to it that it cuts in the right place. Pure.
 */
final class HotFileGroups {

    private static final int MOST = 3;

    private final UpsertPlan plan;
    private final WrittenTable table;
    private final GuardConfig config;

    HotFileGroups(UpsertPlan plan, WrittenTable table, GuardConfig config) {
        this.plan = plan;
        this.table = table;
        this.config = config;
    }

    List<Finding> findings() {
        return plan.tasks().stream()
                .filter(this::isOfAGroup)
                .filter(task -> plan.toMean(task).value() > config.skewMaxRatio()
                        && task.incoming().value() >= config.skewMinTaskSize())
                .sorted(Comparator.comparingDouble(
                                (UpsertTask task) -> task.records().value())
                        .reversed())
                .limit(MOST)
                .map(this::finding)
                .toList();
    }

    /** Whether a file group that is not found hot may be. */
    boolean isOpen() {
        return plan.tasks().stream()
                .filter(this::isOfAGroup)
                .anyMatch(task -> plan.toMean(task).high() > config.skewMaxRatio()
                        && task.incoming().high() >= config.skewMinTaskSize());
    }

    private boolean isOfAGroup(UpsertTask task) {
        return task.kind() != Kind.INSERT;
    }

    private Finding finding(UpsertTask task) {
        Estimate ratio = plan.toMean(task);
        boolean certain = ratio.low() > config.skewMaxRatio();
        boolean bucket = plan.settings().buckets().isPresent();
        Advice advice = bucket
                ? BucketOptions.dividing(plan, table, task).orElseGet(() -> BucketOptions.none(table))
                : Advice.toDo(
                        "No option of this write divides a file group. Cluster the table by a column that these keys differ in, so that"
                                + " later writes have more tasks.");
        return new Finding(
                RuleCatalog.UPSERT_SKEWED,
                Severity.WARN,
                table.name(task.path(), plan.workload(), config),
                (bucket ? "bucket " : "file group ") + task.group() + (certain ? " gets " : " may get ")
                        + Unit.COUNT.format(Math.rint(task.records().value())) + " records, "
                        + ratio.render() + " what the mean of " + plan.tasks().size() + " tasks gets, and one task "
                        + (task.kind() == Kind.APPEND ? "appends" : "writes") + " them all: "
                        + task.incoming().render() + " uncompressed",
                ratio,
                new Limit(Estimate.exact(config.skewMaxRatio(), Unit.RATIO), "spark.guard.skew.max-ratio"),
                advice.suggestion(),
                advice.remedies());
    }
}
