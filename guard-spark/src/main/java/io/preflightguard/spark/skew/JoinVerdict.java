package io.preflightguard.spark.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Cost;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.skew.HeldKeyRules;
import io.preflightguard.skew.JoinSkewRules;
import io.preflightguard.skew.JoinedRows;
import io.preflightguard.skew.KeyedJoin;
import io.preflightguard.skew.SaltPlan;
import io.preflightguard.skew.TaskResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was judged of a join.
 *
 * @param name the join, as a report names it
 * @param untreated the verdict on the join as Spark makes it when it sorts both sides
 * @param planned the verdict on the join as it is planned, as far as it may have to be refused
 */
record JoinVerdict(String name, List<CheckResult> untreated, List<CheckResult> planned, GuardConfig config) {

    JoinVerdict {
        untreated = List.copyOf(untreated);
        planned = List.copyOf(planned);
    }

    /** Nothing was judged, for nothing was sampled. */
    static JoinVerdict none(String name, GuardConfig config) {
        return new JoinVerdict(name, List.of(), List.of(), config);
    }

    static JoinVerdict of(
            String name,
            JoinTerms terms,
            SaltPlan plan,
            SampledSide left,
            SampledSide right,
            Fleet fleet,
            GuardConfig config) {
        JoinKind kind = terms.kind();
        JoinedRows leftRows = left.toJudge(kind.keepsLeft());
        JoinedRows rightRows = right.toJudge(kind.keepsRight());
        if (leftRows == null || rightRows == null) {
            CheckResult unknown = new CheckResult(
                    "skew: join",
                    new Outcome.Skipped(
                            Outcome.SkipReason.UNDECIDED,
                            "the sample does not tell how many rows the " + (leftRows == null ? "left" : "right")
                                    + " side has",
                            "Raise spark.guard.sample.max-partitions."));
            return new JoinVerdict(name, List.of(unknown), List.of(), config);
        }
        long taskMemory = fleet.executionMemoryPerTask();
        KeyedJoin join = new KeyedJoin(leftRows, rightRows, plan.partitions(), terms.nullSafe(), !kind.isExistence());
        List<CheckResult> untreated = new ArrayList<>();
        untreated.add(JoinSkewRules.judge(join, new TaskResources(taskMemory, fleet.slots()), config));
        List<CheckResult> planned = new ArrayList<>();
        if (kind == JoinKind.FULL_OUTER) {
            SaltPlan none = SaltPlan.none(plan.partitions());
            untreated.add(HeldKeyRules.judge(join, none, taskMemory, fleet.heapPerWorker(), config));
            planned.add(HeldKeyRules.judge(join, plan, taskMemory, fleet.heapPerWorker(), config));
        }
        return new JoinVerdict(name, untreated, planned, config);
    }

    /** @throws io.preflightguard.PreflightViolationException if the join as planned cannot end well */
    void throwIfBlocked() {
        new PreflightReport(name, config.mode(), false, planned, List.of(), Cost.none(), Map.of()).throwIfBlocked();
    }
}
