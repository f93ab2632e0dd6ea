package io.preflightguard.upsert;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.upsert.UpsertTask.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds tasks that write far more, or far less, than a file should hold. Pure. */
final class TaskSizes {

    /** Hudi itself lets a file grow a tenth too large, and an estimate has its own error. */
    private static final double TOO_LARGE = 2;

    static final double TOO_SMALL = 0.5;

    /** A bucket's file is not cut and grows with the table, so it is given room: 960 MiB with Hudi's default. */
    private static final double BUCKET_TOO_LARGE = 8;

    /** Paths that are spoken of; with one option for all of them, more say nothing new. */
    private static final int MOST_PATHS = 5;

    private static final String LARGEST = "hoodie.parquet.max.file.size";

    private final UpsertPlan plan;
    private final WrittenTable table;
    private final GuardConfig config;
    private final Map<String, List<UpsertTask>> byPath = new TreeMap<>();
    private boolean open;

    TaskSizes(UpsertPlan plan, WrittenTable table, GuardConfig config) {
        this.plan = plan;
        this.table = table;
        this.config = config;
        plan.tasks().forEach(task -> byPath.computeIfAbsent(task.path(), unused -> new ArrayList<>())
                .add(task));
    }

    List<Finding> findings() {
        List<Sized> found = new ArrayList<>();
        for (Map.Entry<String, List<UpsertTask>> path : byPath.entrySet()) {
            largest(path.getValue()).ifPresent(task -> {
                if (task.written().value() > limit()) {
                    found.add(new Sized(task.written().value(), tooLarge(path.getValue(), task)));
                } else {
                    tooSmall(path.getKey(), path.getValue()).ifPresent(finding -> found.add(new Sized(0, finding)));
                }
            });
            open |= grown(path.getValue()).anyMatch(task -> task.written().high() > limit());
        }
        double unlisted = plan.workload().unlistedRows();
        double inOneTask =
                isBucketed() ? unlisted : Math.min(unlisted, plan.settings().rowsPerTask(plan.record()));
        open |= inOneTask * plan.weight().perRow().high() > limit();
        return found.stream()
                .sorted(Comparator.comparingDouble(Sized::bytes).reversed())
                .limit(MOST_PATHS)
                .map(Sized::finding)
                .toList();
    }

    /** Whether a task that was not found too large may be; ask after {@link #findings}. */
    boolean isOpen() {
        return open;
    }

    private Optional<UpsertTask> largest(List<UpsertTask> tasks) {
        return grown(tasks).max(Comparator.comparingDouble((UpsertTask task) -> task.written()
                .value()));
    }

    /** What is there already is rewritten as large as it is; only what is added can be helped. */
    private Stream<UpsertTask> grown(List<UpsertTask> tasks) {
        return tasks.stream()
                .filter(task -> isBucketed()
                        || task.kind() == Kind.INSERT
                        || task.inserts().high() > 0);
    }

    private boolean isBucketed() {
        return plan.settings().buckets().isPresent();
    }

    private double limit() {
        return (isBucketed() ? BUCKET_TOO_LARGE : TOO_LARGE) * plan.settings().maxFileBytes();
    }

    private Finding tooLarge(List<UpsertTask> tasks, UpsertTask task) {
        double limit = limit();
        boolean certain = task.written().low() > limit;
        String does = certain ? "" : "may ";
        long alike = tasks.stream()
                .filter(other -> other.kind() == task.kind() && other.written().value() > limit)
                .count();
        String records = Unit.COUNT.format(Math.rint(task.records().value())) + " records, "
                + task.written().render();
        String message =
                switch (task.kind()) {
                    case INSERT ->
                        does + (certain ? "has " : "have ") + alike
                                + (alike == 1 ? " task that writes " : " tasks that each write up to ") + records
                                + ", into about "
                                + Unit.COUNT.format(task.files().value())
                                + " files one after the other; " + judgedAs();
                    case BUCKET ->
                        "bucket " + task.group() + " " + does + (certain ? "gets " : "get ") + records
                                + " in one file, which is not cut, from one task";
                    default ->
                        group(task) + " " + does + (certain ? "grows" : "grow") + " to "
                                + task.written().render() + ", written by one task and not cut"
                                + (isBucketed() ? "" : "; " + judgedAs());
                };
        Advice advice = isBucketed() ? buckets(task) : RecordSizeOptions.forFullFiles(plan, task.kind() != Kind.INSERT);
        return new Finding(
                RuleCatalog.UPSERT_TASK_TOO_LARGE,
                Severity.WARN,
                table.name(task.path(), plan.workload(), config),
                message,
                task.written(),
                new Limit(Estimate.exact(limit, Unit.BYTES), (isBucketed() ? "8 times " : "twice ") + LARGEST),
                advice.suggestion(),
                advice.remedies());
    }

    private Advice buckets(UpsertTask task) {
        return BucketOptions.dividing(plan, table, task).orElseGet(() -> BucketOptions.none(table));
    }

    private String group(UpsertTask task) {
        // Which of its small files Hudi fills first is not known.
        boolean isAny = task.inserts().low() == 0
                && task.updates().high() == 0
                && !plan.settings().mergeOnRead();
        return isAny ? "a small file, such as file group " + task.group() + "," : "file group " + task.group();
    }

    private String judgedAs() {
        return "Hudi takes a record for " + Unit.BYTES.format(plan.record().bytes()) + ", and it is "
                + plan.weight().perRow().render();
    }

    private Optional<Finding> tooSmall(String path, List<UpsertTask> tasks) {
        List<UpsertTask> inserts =
                tasks.stream().filter(task -> task.kind() == Kind.INSERT).toList();
        double limit = TOO_SMALL * plan.settings().maxFileBytes();
        if (inserts.size() < 2) {
            return Optional.empty(); // it has all the rows there are
        }
        UpsertTask full = inserts.get(0);
        if (full.written().value() >= limit) {
            open |= full.written().low() < limit;
            return Optional.empty();
        }
        Estimate all = Estimates.none(Unit.BYTES);
        for (UpsertTask task : inserts) {
            all = Estimates.plus(all, task.written(), Unit.BYTES);
        }
        double needed = Math.ceil(all.value() / plan.settings().maxFileBytes());
        Advice advice = RecordSizeOptions.forFullFiles(plan, false);
        return Optional.of(new Finding(
                RuleCatalog.UPSERT_FILES_TOO_SMALL,
                Severity.WARN,
                table.name(path, plan.workload(), config),
                (full.written().high() > limit ? "may get " : "gets ") + Unit.COUNT.format(inserts.size())
                        + " new files of "
                        + full.written().render() + " where " + Unit.COUNT.format(needed) + " would hold its rows; "
                        + judgedAs(),
                full.written(),
                new Limit(Estimate.exact(limit, Unit.BYTES), "half of " + LARGEST),
                advice.suggestion(),
                advice.remedies()));
    }

    private record Sized(double bytes, Finding finding) {}
}
