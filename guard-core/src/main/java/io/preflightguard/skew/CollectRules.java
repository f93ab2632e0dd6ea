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
import java.util.List;

/**
 * Judges whether one key's collected values fit a task. {@code collect_list} and {@code collect_set} hold them as objects on
 * the heap, in the map task already, and cannot spill them (Spark's ObjectHashAggregateExec and Collect); the result is
 * one array in one row beside them. The objects are on no account of Spark's memory manager: more than a task's execution
 * memory lives off what other tasks leave, more than the heap cannot live at all. Pure.
 */
public final class CollectRules {

    /** The data in the objects, and again in the row that is made of them: less cannot do. */
    private static final double ARRAYS_AT_LEAST = 2;

    /** The row's buffer doubles as it grows, and is copied over: Spark's BufferHolder. */
    private static final double ARRAYS_AT_MOST = 4;

    /** What a value's object and the references to it take beside the data: a UTF8String on its byte array, 64-bit JVM. */
    private static final double PER_VALUE = 32;

    private static final double PER_VALUE_AT_MOST = 48;

    /** A row's buffer cannot grow further: Spark's {@code ByteArrayMethods.MAX_ROUNDED_ARRAY_LENGTH}. */
    private static final double LARGEST_ROW = Integer.MAX_VALUE - 15.0;

    private CollectRules() {}

    /**
     * Judges the key whose arrays are the largest.
     *
     * @param columns the columns that are collected, comma-separated
     * @param key the key, as a report may name it
     * @param values how many values the key collects, over all columns
     * @param arrays bytes of the arrays in the key's row, without their headers
     * @param taskMemory execution memory in bytes that one task has
     * @param heap heap in bytes that all tasks of one worker have together
     */
    public static CheckResult judge(
            String columns, String key, Estimate values, Estimate arrays, long taskMemory, long heap) {
        String check = "sizing: values of " + columns + " collected for one key";
        Estimate held = new Estimate(
                ARRAYS_AT_LEAST * arrays.value() + PER_VALUE * values.value(),
                ARRAYS_AT_LEAST * arrays.low(),
                ARRAYS_AT_MOST * arrays.high() + PER_VALUE_AT_MOST * values.high(),
                Math.min(values.confidence(), arrays.confidence()),
                Unit.BYTES);
        List<Measurement> measurements = List.of(
                new Measurement("largest key's collected values", values),
                new Measurement("bytes of their arrays", arrays),
                new Measurement("execution memory per task", Estimate.exact(taskMemory, Unit.BYTES)));
        boolean tooLong = arrays.low() > LARGEST_ROW;
        boolean certain = tooLong || held.low() > heap;
        if (!certain && held.high() <= taskMemory && arrays.high() <= LARGEST_ROW) {
            String examined = "the values of " + columns + " that " + key + " collects need " + held.render()
                    + " of one task's " + Unit.BYTES.format(taskMemory);
            return new CheckResult(check, new Outcome.Passed(examined, List.of()), measurements);
        }
        Limit limit = tooLong
                ? new Limit(Estimate.exact(LARGEST_ROW, Unit.BYTES), "the longest row of Spark")
                : certain
                        ? new Limit(Estimate.exact(heap, Unit.BYTES), "the heap of a worker")
                        : new Limit(Estimate.exact(taskMemory, Unit.BYTES), "execution memory per task");
        Finding finding = new Finding(
                RuleCatalog.KEY_SKEW_OUT_OF_MEMORY,
                certain ? Severity.FAIL : Severity.WARN,
                key,
                "one task collects its values of " + columns + " and holds " + held.render()
                        + " at once, cannot spill, and has " + Unit.BYTES.format(taskMemory)
                        + " of execution memory and with all others a heap of " + Unit.BYTES.format(heap) + ": it "
                        + (certain ? "runs" : "may run") + " out of memory, and no salt makes one key's result smaller",
                tooLong ? arrays : held,
                limit,
                "Collect fewer values of this key, filter it out first, or aggregate without collecting.",
                List.of());
        return new CheckResult(check, new Outcome.Violated(List.of(finding)), measurements);
    }
}
