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
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a task of a sort-merge full outer join can hold the rows of one key. It keeps all of both sides as objects
 * on the heap and cannot spill them, while other joins stream one side and spill the other's (Spark's SortMergeJoinExec and
 * SortMergeFullOuterJoinScanner). The objects are on no account of Spark's memory manager: more than a task's execution
 * memory lives off what other tasks leave, more than the heap cannot live at all. Pure.
 */
public final class HeldKeyRules {

    /** Beside its bytes a row has an UnsafeRow, an array's header and a reference, on a 64-bit JVM. */
    private static final double PER_ROW = 56;

    private static final double PER_ROW_AT_MOST = 80;

    private HeldKeyRules() {}

    /**
     * Judges the key whose rows are the most bytes.
     *
     * @param join the full outer join
     * @param taskMemory execution memory in bytes that one task has
     * @param heap heap in bytes that all tasks of one worker have together
     */
    public static CheckResult judge(KeyedJoin join, long taskMemory, long heap, GuardConfig config) {
        String check = "sizing: rows of one key held by the full outer join";
        if (join.left().bytes() == null || join.right().bytes() == null) {
            return new CheckResult(
                    check,
                    new Outcome.Skipped(
                            Outcome.SkipReason.UNDECIDED,
                            "the samples do not tell what the rows weigh",
                            "Raise spark.guard.sample.max-partitions and spark.guard.sample.max-rows."));
        }
        Held unseen = unseen(join.left()).plus(unseen(join.right()));
        Held heaviest = Stream.concat(listed(join, join.left()), listed(join, join.right()))
                .max(Comparator.comparingDouble(held -> held.bytes().value()))
                .orElse(unseen);
        Limit ofHeap = new Limit(Estimate.exact(heap, Unit.BYTES), "the heap of a worker");
        Limit ofTask = new Limit(Estimate.exact(taskMemory, Unit.BYTES), "execution memory per task");
        boolean certain = heaviest.bytes().low() > heap;
        if (heaviest.bytes().high() > taskMemory && heaviest.key() != null) {
            return violated(
                    check, heaviest, heaviest.key(), certain, certain ? ofHeap : ofTask, taskMemory, heap, config);
        }
        double most = Math.max(heaviest.bytes().high(), unseen.bytes().high());
        if (most > taskMemory) {
            return new CheckResult(
                    check,
                    new Outcome.Skipped(
                            Outcome.SkipReason.UNDECIDED,
                            "a key that was not seen may have " + Unit.BYTES.format(most)
                                    + " of rows, which one task holds at once, and has "
                                    + Unit.BYTES.format(taskMemory) + " of execution memory",
                            "Raise spark.guard.sample.max-partitions, or give a task more memory."));
        }
        return new CheckResult(
                check,
                new Outcome.Passed(
                        "no key's rows need more than " + Unit.BYTES.format(most) + " of one task's "
                                + Unit.BYTES.format(taskMemory),
                        List.of()),
                List.of(new Measurement("largest key's rows, as objects", heaviest.bytes())));
    }

    private static CheckResult violated(
            String check,
            Held held,
            KeyShare key,
            boolean certain,
            Limit limit,
            long taskMemory,
            long heap,
            GuardConfig config) {
        Finding finding = new Finding(
                RuleCatalog.KEY_SKEW_OUT_OF_MEMORY,
                certain ? Severity.FAIL : Severity.WARN,
                KeyNames.name(held.side().profile(), key, config),
                "a full outer join holds all rows of a key in one task, here "
                        + held.bytes().render()
                        + ", cannot spill them, and has " + Unit.BYTES.format(taskMemory)
                        + " of execution memory and with all others a heap of " + Unit.BYTES.format(heap) + ": it "
                        + (certain ? "runs" : "may run") + " out of memory",
                held.bytes(),
                limit,
                "Join with SkewJoin and without a further condition, which cuts this key, or join inner and add the rows"
                        + " without a match by two anti joins.",
                List.of());
        return new CheckResult(
                check,
                new Outcome.Violated(List.of(finding)),
                List.of(new Measurement("largest key's rows, as objects", held.bytes())));
    }

    /**
     * What a task holds of one key.
     *
     * @param side a side that names the key
     * @param key the key, or null for one that was not seen
     */
    private record Held(JoinedRows side, @Nullable KeyShare key, Estimate bytes) {

        Held plus(Held other) {
            return new Held(side, key, JoinLoad.sum(bytes, other.bytes));
        }
    }

    private static Stream<Held> listed(KeyedJoin join, JoinedRows side) {
        JoinedRows other = side.equals(join.left()) ? join.right() : join.left();
        return side.profile().top().stream()
                .filter(key -> key.key() != null || join.nullsMatch())
                .map(key -> new Held(
                        side,
                        key,
                        other.profile().top().stream()
                                .filter(same -> same.hash() == key.hash())
                                .findFirst()
                                .map(same -> JoinLoad.sum(objects(side, key), objects(other, same)))
                                .orElseGet(() -> objects(side, key))));
    }

    private static Held unseen(JoinedRows side) {
        Estimate share = side.profile().unseen();
        return new Held(side, null, objects(side, share, share));
    }

    private static Estimate objects(JoinedRows side, KeyShare key) {
        return objects(side, key.share(), Measure.BYTES.share(key));
    }

    private static Estimate objects(JoinedRows side, Estimate ofRows, Estimate ofBytes) {
        Estimate rows = side.rows().times(ofRows, Unit.COUNT);
        Estimate bytes = side.bytes() == null
                ? Estimate.exact(0, Unit.BYTES)
                : side.bytes().times(ofBytes, Unit.BYTES);
        return new Estimate(
                bytes.value() + PER_ROW * rows.value(),
                bytes.low() + PER_ROW * rows.low(),
                bytes.high() + PER_ROW_AT_MOST * rows.high(),
                Math.min(rows.confidence(), bytes.confidence()),
                Unit.BYTES);
    }
}
