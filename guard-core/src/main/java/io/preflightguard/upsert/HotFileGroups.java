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
                .filter(task -> plan.toMean(bound(task)).value() > config.skewMaxRatio()
                        && incoming(bound(task)).value() >= config.skewMinTaskSize())
                .sorted(Comparator.comparingDouble(
                                (UpsertTask task) -> bound(task).value())
                        .reversed())
                .limit(MOST)
                .map(this::finding)
                .toList();
    }

    /** Whether a file group that is not found hot may be. */
    boolean isOpen() {
        if (plan.workload().rest().mayHideHotKeys()) {
            return true;
        }
        if (plan.tasks().stream().noneMatch(this::isOfAGroup)) {
            return false;
        }
        Estimate unlisted = Estimate.exact(plan.workload().unlistedRows(), Unit.COUNT);
        return mayBeHot(unlisted)
                || plan.tasks().stream().filter(this::isOfAGroup).anyMatch(task -> mayBeHot(bound(task)));
    }

    private boolean mayBeHot(Estimate records) {
        return plan.toMean(records).high() > config.skewMaxRatio()
                && incoming(records).high() >= config.skewMinTaskSize();
    }

    private boolean isOfAGroup(UpsertTask task) {
        return task.kind() != Kind.INSERT;
    }

    /** Records that can go nowhere else. Inserts only fill a small file up, and {@link TaskSizes} sees to those. */
    private Estimate bound(UpsertTask task) {
        return isBucketed() ? task.records() : task.updates();
    }

    private Estimate incoming(Estimate records) {
        return records.times(plan.weight().inMemory(), Unit.BYTES);
    }

    private boolean isBucketed() {
        return plan.settings().buckets().isPresent();
    }

    private Finding finding(UpsertTask task) {
        Estimate ratio = plan.toMean(bound(task));
        boolean certain = ratio.low() > config.skewMaxRatio();
        Advice advice = isBucketed()
                ? BucketOptions.dividing(plan, table, task).orElseGet(() -> BucketOptions.none(table))
                : Advice.toDo(
                        "No option of this write divides a file group. Fewer updates in one write make its task shorter;"
                                + " a table written anew with a bucket index on its record key spreads them.");
        return new Finding(
                RuleCatalog.UPSERT_SKEWED,
                Severity.WARN,
                table.name(task.path(), plan.workload(), config),
                (isBucketed() ? "bucket " : "file group ") + task.group() + (certain ? " gets " : " may get ")
                        + Unit.COUNT.format(Math.rint(bound(task).value()))
                        + (isBucketed() ? " records, " : " updates, ")
                        + ratio.render() + " the records of the mean of " + Unit.COUNT.format(plan.knownTasks())
                        + " tasks, and one task "
                        + (task.kind() == Kind.APPEND ? "appends" : "writes") + " them all: "
                        + incoming(bound(task)).render() + " uncompressed",
                ratio,
                new Limit(Estimate.exact(config.skewMaxRatio(), Unit.RATIO), "spark.guard.skew.max-ratio"),
                advice.suggestion(),
                advice.remedies());
    }
}
