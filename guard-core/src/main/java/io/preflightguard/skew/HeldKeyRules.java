package io.preflightguard.skew;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges whether a task of a sort-merge full outer join can hold the rows of one key. It keeps all of both sides as objects
 * on the heap and cannot spill them, while other joins stream one side and spill the other's (Spark's SortMergeJoinExec and
 * SortMergeFullOuterJoinScanner). The objects are on no account of Spark's memory manager: more than a task's execution
 * memory lives off what other tasks leave, more than the heap cannot live at all. Pure.
 */
public final class HeldKeyRules {

    private static final String CHECK = "sizing: rows of one key held by the full outer join";

    private HeldKeyRules() {}

    /**
     * Judges the key whose rows are the most bytes.
     *
     * @param join the full outer join
     * @param plan how its keys are cut; {@link SaltPlan#none} for Spark's own join
     * @param taskMemory execution memory in bytes that one task has
     * @param heap heap in bytes that all tasks of one worker have together
     */
    public static CheckResult judge(KeyedJoin join, SaltPlan plan, long taskMemory, long heap, GuardConfig config) {
        HeldRows left = HeldRows.of(join.left());
        HeldRows right = HeldRows.of(join.right());
        if (left == null || right == null) {
            return new CheckResult(
                    CHECK,
                    new Outcome.Skipped(
                            Outcome.SkipReason.UNDECIDED,
                            "the samples do not tell what the rows weigh",
                            "Raise spark.guard.sample.max-partitions and spark.guard.sample.max-rows."));
        }
        List<Held> held = new ArrayList<>();
        held.addAll(listed(join, plan, left, right, true));
        held.addAll(listed(join, plan, right, left, false));
        Optional<Held> surest = held.stream().max(Comparator.comparingDouble(key -> key.bytes.low()));
        if (surest.isPresent() && surest.get().bytes.low() > heap) {
            Limit limit = new Limit(Estimate.exact(heap, Unit.BYTES), "the heap of a worker");
            return violated(surest.get(), true, limit, taskMemory, heap, config);
        }
        Optional<Held> largest = held.stream().max(Comparator.comparingDouble(key -> key.bytes.high()));
        if (largest.isPresent() && largest.get().bytes.high() > taskMemory) {
            Limit limit = new Limit(Estimate.exact(taskMemory, Unit.BYTES), "execution memory per task");
            return violated(largest.get(), false, limit, taskMemory, heap, config);
        }
        double unseen = left.unseen().high() + right.unseen().high();
        if (unseen > taskMemory) {
            return new CheckResult(
                    CHECK,
                    new Outcome.Skipped(
                            Outcome.SkipReason.UNDECIDED,
                            "a key that was not seen may have " + Unit.BYTES.format(unseen)
                                    + " of rows, which a task of the full outer join holds at once with "
                                    + Unit.BYTES.format(taskMemory) + " of execution memory",
                            "Raise spark.guard.sample.max-partitions, or give a task more memory."));
        }
        double most = Math.max(unseen, largest.map(key -> key.bytes.high()).orElse(0.0));
        return new CheckResult(
                CHECK,
                new Outcome.Passed(
                        "no key's rows need more than " + Unit.BYTES.format(most) + " of one task's "
                                + Unit.BYTES.format(taskMemory),
                        List.of()));
    }

    private static CheckResult violated(
            Held held, boolean certain, Limit limit, long taskMemory, long heap, GuardConfig config) {
        Finding finding = new Finding(
                RuleCatalog.KEY_SKEW_OUT_OF_MEMORY,
                certain ? Severity.FAIL : Severity.WARN,
                KeyNames.name(held.side.profile(), held.key, config),
                "a full outer join holds all rows of a key in one task, here " + held.bytes.render()
                        + ", cannot spill them, and has " + Unit.BYTES.format(taskMemory)
                        + " of execution memory and with all others a heap of " + Unit.BYTES.format(heap) + ": it "
                        + (certain ? "runs" : "may run") + " out of memory",
                held.bytes,
                limit,
                "Join with SkewJoin and without a further condition, which cuts this key, or join inner and add the rows"
                        + " without a match by two anti joins.",
                List.of());
        return new CheckResult(
                CHECK,
                new Outcome.Violated(List.of(finding)),
                List.of(new Measurement("largest key's rows, as objects", held.bytes)));
    }

    /** What a task holds of one key that a side's profile names. */
    private record Held(JoinedRows side, KeyShare key, Estimate bytes) {}

    private static List<Held> listed(KeyedJoin join, SaltPlan plan, HeldRows rows, HeldRows others, boolean isLeft) {
        Map<Integer, KeyShare> otherKeys = new HashMap<>();
        others.side().profile().top().forEach(key -> otherKeys.put(key.hash(), key));
        Map<Integer, SaltedKey> cut = new HashMap<>();
        plan.keys().forEach(key -> cut.put(key.hash(), key));
        List<Held> held = new ArrayList<>();
        for (KeyShare key : rows.side().profile().top()) {
            if (key.key() == null && !join.nullsMatch()) {
                continue; // matches nothing, so each row goes by itself
            }
            SaltedKey salted = cut.get(key.hash());
            int buckets = salted == null ? 1 : isLeft ? salted.leftBuckets() : salted.rightBuckets();
            int otherBuckets = salted == null ? 1 : isLeft ? salted.rightBuckets() : salted.leftBuckets();
            KeyShare same = otherKeys.get(key.hash());
            Estimate here = part(rows.of(key), buckets);
            Estimate there = part(same == null ? others.unseen() : others.of(same), otherBuckets);
            held.add(new Held(rows.side(), key, JoinLoad.sum(here, there)));
        }
        return held;
    }

    /** The largest bucket: no smaller than the mean one, and perhaps all, as rows that are alike stay together. */
    private static Estimate part(Estimate bytes, int buckets) {
        return new Estimate(
                bytes.value() / buckets, bytes.low() / buckets, bytes.high(), bytes.confidence(), Unit.BYTES);
    }
}
