package io.preflightguard.upsert;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;

/** Judges the tasks that an insert or upsert will have. Pure. */
public final class UpsertRules {

    private static final String WAY_OUT = "Raise spark.guard.sample.max-partitions, or state what rows weigh with "
            + RecordSizeOptions.ESTIMATE + ".";

    private UpsertRules() {}

    /**
     * Judges a plan.
     *
     * @param check the check's name
     * @param table what the plan was made for
     */
    public static CheckResult judge(String check, UpsertPlan plan, WrittenTable table, GuardConfig config) {
        List<Measurement> measurements = measurements(plan, table, config);
        TaskSizes sizes = new TaskSizes(plan, table, config);
        HotFileGroups hot = new HotFileGroups(plan, table, config);
        List<Finding> findings = new ArrayList<>(sizes.findings());
        findings.addAll(hot.findings());
        Outcome outcome = Outcome.of(examined(plan), findings);
        if (outcome instanceof Outcome.Passed && (sizes.isOpen() || hot.isOpen())) {
            outcome = new Outcome.Skipped(
                    Outcome.SkipReason.UNDECIDED,
                    "no task is known to be too large or too hot, but one may be (" + examined(plan) + ")",
                    WAY_OUT);
        }
        return new CheckResult(check, outcome, measurements);
    }

    private static String examined(UpsertPlan plan) {
        return Unit.COUNT.format(plan.tasks().size()) + (plan.tasks().size() == 1 ? " task" : " tasks")
                + " predicted for " + Unit.COUNT.format(plan.workload().paths().size())
                + (plan.workload().paths().size() == 1 ? " partition path" : " partition paths");
    }

    private static List<Measurement> measurements(UpsertPlan plan, WrittenTable table, GuardConfig config) {
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(new Measurement(
                "bytes Hudi takes a record for, " + (plan.record().fromWrites() ? "from earlier writes" : "as stated"),
                Estimate.exact(plan.record().bytes(), Unit.BYTES)));
        measurements.add(
                new Measurement("bytes of a record in a file", plan.weight().perRow()));
        measurements.add(new Measurement(
                plan.isPartial() ? "tasks that write, at least" : "tasks that write",
                Estimate.exact(plan.knownTasks(), Unit.COUNT)));
        measurements.add(new Measurement(plan.isPartial() ? "files written, at least" : "files written", plan.files()));
        plan.largest().ifPresent(task -> {
            measurements.add(new Measurement("largest task", new Described(table.name(task, plan, config))));
            measurements.add(new Measurement("largest task, records", task.records()));
            measurements.add(new Measurement("largest task, to the mean", plan.toMean(task.records())));
            measurements.add(new Measurement("largest task, uncompressed", task.incoming()));
            measurements.add(new Measurement("largest task, files", task.written()));
        });
        return measurements;
    }
}
