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
    private static final String ADAPTIVE_THRESHOLD = "spark.sql.adaptive.autoBroadcastJoinThreshold";

    /** {@code BroadcastExchangeExec.MAX_BROADCAST_TABLE_ROWS}. */
    private static final long MOST_ROWS = 512_000_000;

    /** {@code BytesToBytesMap.MAX_CAPACITY / 1.5}: what a table of keys that are not one {@code long} can hold. */
    private static final long MOST_HASHED_ROWS = 357_913_941;

    /** {@code BroadcastExchangeExec.MAX_BROADCAST_TABLE_BYTES}. */
    private static final long MOST_BYTES = 8L << 30;

    /** The driver holds the rows as they were collected beside the hash table it makes of them. */
    private static final double COMFORTABLE = 0.5;

    private final long heap;
    private final boolean adaptiveThreshold;
    private final List<Finding> findings = new ArrayList<>();

    private BroadcastRules(long heap, boolean adaptiveThreshold) {
        this.heap = heap;
        this.adaptiveThreshold = adaptiveThreshold;
    }

    /**
     * Judges the broadcast sides of a job's joins.
     *
     * @param sides all of them
     * @param heap bytes of the smallest heap that must hold them, of the driver and of every executor
     * @param adaptiveThreshold whether the session sets a threshold of its own for adaptive execution
     */
    public static CheckResult judge(List<BroadcastSide> sides, long heap, boolean adaptiveThreshold) {
        if (sides.isEmpty()) {
            return skipped(
                    Outcome.SkipReason.NOT_APPLICABLE, "no join of the input broadcasts a side", "Nothing to do.");
        }
        BroadcastRules rules = new BroadcastRules(heap, adaptiveThreshold);
        sides.forEach(rules::add);
        if (!rules.findings.isEmpty()) {
            return new CheckResult(CHECK, Outcome.of(count(sides.size()), rules.findings));
        }
        long unknown = sides.stream()
                .filter(side -> side.mostRows() == BroadcastSide.UNKNOWN)
                .count();
        if (unknown > 0) {
            return skipped(
                    Outcome.SkipReason.NOT_PROVABLE,
                    "how many rows " + unknown + " of " + count(sides.size()) + " may have is not known",
                    "Write those sides to Parquet files first, so that their rows are counted.");
        }
        double most = sides.stream().mapToDouble(BroadcastSide::mostBytes).sum();
        if (most > heap * COMFORTABLE) {
            double least = sides.stream().mapToDouble(BroadcastSide::leastBytes).sum();
            return skipped(
                    Outcome.SkipReason.NOT_PROVABLE,
                    "the least that " + (sides.size() == 1 ? "the side" : "these " + sides.size() + " sides")
                            + " can take, " + Unit.BYTES.format(least) + ", fits; text and hash tables come on top",
                    "Nothing to do unless their text is large; then set " + THRESHOLD + " lower.");
        }
        return new CheckResult(
                CHECK,
                new Outcome.Passed(
                        count(sides.size()) + ", at most " + Unit.BYTES.format(most) + " in memory with hash tables",
                        List.of()));
    }

    private void add(BroadcastSide side) {
        double bytes = side.leastBytes();
        boolean longRows = side.join() == BroadcastSide.Use.HASHED_BY_LONG || side.join() == BroadcastSide.Use.LOOPED;
        long mostRows = longRows ? MOST_ROWS : MOST_HASHED_ROWS;
        String holds = "the join broadcasts " + Unit.COUNT.format(side.leastRows()) + " rows, "
                + Unit.BYTES.format(bytes) + " or more in memory, ";
        if (side.leastRows() >= mostRows) {
            add(
                    side,
                    Severity.FAIL,
                    holds + "and Spark refuses so many rows after it has collected them",
                    Estimate.exact(side.leastRows(), Unit.COUNT),
                    Estimate.exact(mostRows, Unit.COUNT),
                    "what Spark broadcasts at most");
        } else if (bytes > heap) {
            add(
                    side,
                    Severity.FAIL,
                    holds + "and the driver and every worker have to hold it: the job ends with OutOfMemoryError",
                    Estimate.exact(bytes, Unit.BYTES),
                    Estimate.exact(heap, Unit.BYTES),
                    "the heap of the driver and of an executor");
        } else if (side.leastRowBytes() >= MOST_BYTES) {
            add(
                    side,
                    Severity.FAIL,
                    holds + "and Spark refuses so much after it has collected it: the job ends with SparkException,"
                            + " Cannot broadcast the table",
                    Estimate.exact(side.leastRowBytes(), Unit.BYTES),
                    Estimate.exact(MOST_BYTES, Unit.BYTES),
                    "what Spark broadcasts at most");
        } else if (bytes > heap * COMFORTABLE) {
            add(
                    side,
                    Severity.WARN,
                    holds + "and the driver holds the rows as they came beside their hash table: the job may end with"
                            + " OutOfMemoryError",
                    Estimate.exact(bytes, Unit.BYTES),
                    Estimate.exact(heap * COMFORTABLE, Unit.BYTES),
                    "half the heap of the driver and of an executor");
        }
    }

    private void add(
            BroadcastSide side, Severity severity, String message, Value observed, Estimate limit, String source) {
        boolean settable = side.isByThreshold() && !adaptiveThreshold;
        findings.add(new Finding(
                RuleCatalog.BROADCAST_TOO_LARGE,
                severity,
                side.columns(),
                message,
                observed,
                new Limit(limit, source),
                suggestion(side),
                settable ? List.of(new Remedy.SetSessionConf(THRESHOLD, "-1")) : List.of()));
    }

    private String suggestion(BroadcastSide side) {
        if (side.hinted()) {
            return "Take the broadcast hint out of the code.";
        }
        if (side.isByThreshold()) {
            return "Set " + THRESHOLD + (adaptiveThreshold ? " and " + ADAPTIVE_THRESHOLD : "")
                    + " to -1 for this job.";
        }
        return side.join() == BroadcastSide.Use.NULL_AWARE
                ? "Write NOT EXISTS instead of NOT IN if neither side has nulls: Spark broadcasts for NOT IN whatever is"
                        + " set."
                : "Join on equal keys, or make the side smaller: a join without them broadcasts a side whatever is set.";
    }

    private static String count(int sides) {
        return sides + (sides == 1 ? " broadcast side" : " broadcast sides");
    }

    private static CheckResult skipped(Outcome.SkipReason reason, String why, String wayOut) {
        return new CheckResult(CHECK, new Outcome.Skipped(reason, why, wayOut));
    }
}
