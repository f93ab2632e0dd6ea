package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/** How much longer a stage takes for the sake of its largest task. Pure. */
final class StageTime {

    private StageTime() {}

    /**
     * The stage's time as a multiple of the time it would take with equal tasks, where a task takes as long as it has
     * rows. Spark starts tasks one after another on whichever slot is free, and a key's hash decides when the largest
     * starts: if first, the stage takes {@code max(largest, total / slots)}, if last, {@code (total - largest) / slots +
     * largest} (Graham, "Bounds on multiprocessing timing anomalies", SIAM J. Appl. Math. 17, 1969). The interval's ends
     * are these two; the value is the mean over every place in the queue.
     *
     * @param largestToMean the largest task as a multiple of the mean, at most {@code tasks}
     */
    static Estimate of(Estimate largestToMean, int tasks, int slots) {
        double balanced = Math.max(1, (double) tasks / slots);
        double value = expected(largestToMean.value(), tasks, slots);
        double first = Math.max(largestToMean.low(), balanced);
        double last = last(largestToMean.high(), tasks, slots);
        return new Estimate(
                value / balanced,
                Math.min(value, first) / balanced,
                Math.max(value, last) / balanced,
                largestToMean.confidence(),
                Unit.RATIO);
    }

    private static double last(double largest, int tasks, int slots) {
        return waiting(largest, tasks, slots) + largest;
    }

    /** How long the largest task waits if it comes last. */
    private static double waiting(double largest, int tasks, int slots) {
        return tasks <= slots ? 0 : Math.max(0, tasks - largest) / slots;
    }

    /** Starting after a part {@code u} of the others, the stage ends at {@code max(u * wait + largest, total / slots)}. */
    private static double expected(double largest, int tasks, int slots) {
        double balanced = Math.max(1, (double) tasks / slots);
        double wait = waiting(largest, tasks, slots);
        if (wait <= 0) {
            return Math.max(largest, balanced);
        }
        double hidden = Math.max(0, Math.min(1, (balanced - largest) / wait));
        return hidden * balanced + wait * (1 - hidden * hidden) / 2 + largest * (1 - hidden);
    }
}
