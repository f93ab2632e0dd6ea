package io.preflightguard.spark.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.skew.HeldKeyRules;
import io.preflightguard.skew.JoinSkewRules;
import io.preflightguard.skew.JoinedRows;
import io.preflightguard.skew.KeyedJoin;
import io.preflightguard.skew.TaskResources;
import java.util.ArrayList;
import java.util.List;

/** Judges a join as Spark makes it when it sorts both sides. Starts no job. */
final class JoinVerdict {

    private JoinVerdict() {}

    static List<CheckResult> of(
            JoinTerms terms, int partitions, SampledSide left, SampledSide right, Fleet fleet, GuardConfig config) {
        JoinKind kind = terms.kind();
        JoinedRows leftRows = left.toJudge(kind.keepsLeft());
        JoinedRows rightRows = right.toJudge(kind.keepsRight());
        if (leftRows == null || rightRows == null) {
            return List.of(new CheckResult(
                    "skew: join",
                    new Outcome.Skipped(
                            Outcome.SkipReason.UNDECIDED,
                            "the sample does not tell how many rows the " + (leftRows == null ? "left" : "right")
                                    + " side has",
                            "Raise spark.guard.sample.max-partitions.")));
        }
        KeyedJoin join = new KeyedJoin(leftRows, rightRows, partitions, terms.nullSafe(), !kind.isExistence());
        List<CheckResult> results = new ArrayList<>();
        results.add(
                JoinSkewRules.judge(join, new TaskResources(fleet.executionMemoryPerTask(), fleet.slots()), config));
        if (kind == JoinKind.FULL_OUTER) {
            results.add(HeldKeyRules.judge(join, fleet.executionMemoryPerTask(), fleet.heapPerWorker(), config));
        }
        return results;
    }
}
