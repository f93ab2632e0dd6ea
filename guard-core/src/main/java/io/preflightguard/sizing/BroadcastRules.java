package io.preflightguard.sizing;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.Value;
import java.util.ArrayList;
import java.util.List;

/** Judges what joins broadcast. Pure. */
public final class BroadcastRules {

    /** The name of the check. */
    public static final String CHECK = "sizing: broadcasts";

    private static final String THRESHOLD = "spark.sql.autoBroadcastJoinThreshold";

    /** {@code BroadcastExchangeExec.MAX_BROADCAST_TABLE_ROWS}; where keys are hashed, Spark gives up sooner. */
    private static final long MOST_ROWS = 512_000_000;

    /** {@code BroadcastExchangeExec.MAX_BROADCAST_TABLE_BYTES}. */
    private static final long MOST_BYTES = 8L << 30;

    /** The driver holds the rows as they were collected beside the hash table it makes of them. */
    private static final double COMFORTABLE = 0.5;

    private BroadcastRules() {}

    /**
     * Judges the broadcast sides of a job's joins.
     *
     * @param sides those whose rows are known
     * @param heap bytes of the smallest heap that must hold them, of the driver and of every executor
     */
    public static CheckResult judge(List<BroadcastSide> sides, long heap) {
        if (sides.isEmpty()) {
            return new CheckResult(
                    CHECK,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_APPLICABLE,
                            "no join of the input broadcasts a side whose rows are known",
                            "Nothing to do."));
        }
        List<Finding> findings = new ArrayList<>();
        sides.forEach(side -> add(findings, side, heap));
        return new CheckResult(CHECK, Outcome.of(sides.size() + " broadcast sides", findings));
    }

    private static void add(List<Finding> findings, BroadcastSide side, long heap) {
        double bytes = side.leastBytes();
        String holds = "the join broadcasts " + Unit.COUNT.format(side.rows()) + " rows, " + Unit.BYTES.format(bytes)
                + " or more in memory, ";
        if (side.rows() >= MOST_ROWS) {
            findings.add(finding(
                    side,
                    Severity.FAIL,
                    holds + "and Spark refuses so many rows after it has collected them",
                    Estimate.exact(side.rows(), Unit.COUNT),
                    Estimate.exact(MOST_ROWS, Unit.COUNT),
                    "what Spark broadcasts at most"));
        } else if (bytes > heap || bytes > MOST_BYTES) {
            findings.add(finding(
                    side,
                    Severity.FAIL,
                    holds + "and the driver and every worker have to hold it: the job ends with OutOfMemoryError",
                    Estimate.exact(bytes, Unit.BYTES),
                    Estimate.exact(Math.min(heap, MOST_BYTES), Unit.BYTES),
                    heap < MOST_BYTES ? "the heap of the driver and of an executor" : "what Spark broadcasts at most"));
        } else if (bytes > heap * COMFORTABLE) {
            findings.add(finding(
                    side,
                    Severity.WARN,
                    holds + "and the driver holds the rows as they came beside their hash table: the job may end with"
                            + " OutOfMemoryError",
                    Estimate.exact(bytes, Unit.BYTES),
                    Estimate.exact(heap * COMFORTABLE, Unit.BYTES),
                    "half the heap of the driver and of an executor"));
        }
    }

    private static Finding finding(
            BroadcastSide side, Severity severity, String message, Value observed, Estimate limit, String source) {
        return new Finding(
                RuleCatalog.BROADCAST_TOO_LARGE,
                severity,
                side.columns(),
                message,
                observed,
                new Limit(limit, source),
                side.hinted()
                        ? "Take the broadcast hint out of the code."
                        : "Set " + THRESHOLD + " to -1 for this job.",
                side.hinted() ? List.of() : List.of(new Remedy.SetSessionConf(THRESHOLD, "-1")));
    }
}
