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
 * the heap, in the map task already, cannot spill them, and write them beside the objects as one array of one row
 * (Spark's ObjectHashAggregateExec and Collect). So a task needs at least twice the array. Pure.
 */
public final class CollectRules {

    /** What the objects and the row that is made of them take, as a multiple of the array in the row. */
    private static final double OBJECTS_AND_ROW = 2;

    /** A row's buffer cannot grow further: Spark's {@code ByteArrayMethods.MAX_ROUNDED_ARRAY_LENGTH}. */
    private static final double LARGEST_ROW = Integer.MAX_VALUE - 15.0;

    private CollectRules() {}

    /**
     * Judges the key whose arrays are the largest.
     *
     * @param columns the columns that are collected, comma-separated
     * @param key the key, as a report may name it
     * @param arrays bytes of the arrays in the key's row, without their headers
     * @param taskMemory execution memory in bytes that one task has
     */
    public static CheckResult judge(String columns, String key, Estimate arrays, long taskMemory) {
        String check = "sizing: values of " + columns + " collected for one key";
        Estimate held = arrays.times(OBJECTS_AND_ROW, Unit.BYTES);
        List<Measurement> measurements = List.of(
                new Measurement("largest key's collected values", arrays),
                new Measurement("execution memory per task", Estimate.exact(taskMemory, Unit.BYTES)));
        boolean tooLong = arrays.low() > LARGEST_ROW;
        boolean certain = tooLong || held.low() > taskMemory;
        if (!certain && held.high() <= taskMemory && arrays.high() <= LARGEST_ROW) {
            String examined = "the values of " + columns + " that " + key + " collects need " + held.render()
                    + " of one task's " + Unit.BYTES.format(taskMemory);
            return new CheckResult(check, new Outcome.Passed(examined, List.of()), measurements);
        }
        Finding finding = new Finding(
                RuleCatalog.KEY_SKEW_OUT_OF_MEMORY,
                certain ? Severity.FAIL : Severity.WARN,
                key,
                "one task collects its values of " + columns + " and holds " + held.render()
                        + " at once, cannot spill, and has " + Unit.BYTES.format(taskMemory)
                        + " of execution memory: it "
                        + (certain ? "runs" : "may run") + " out of memory, and no salt makes one key's result smaller",
                tooLong ? arrays : held,
                tooLong
                        ? new Limit(Estimate.exact(LARGEST_ROW, Unit.BYTES), "the longest row of Spark")
                        : new Limit(Estimate.exact(taskMemory, Unit.BYTES), "execution memory per task"),
                "Collect fewer values of this key, filter it out first, or aggregate without collecting.",
                List.of());
        return new CheckResult(check, new Outcome.Violated(List.of(finding)), measurements);
    }
}
