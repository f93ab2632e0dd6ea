package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Objects;

/**
 * How unevenly rows fall into the tasks that read a shuffle, or that sort rows where they lie. Immutable.
 *
 * @param largestToMean the largest task as a multiple of the mean, as far as it is known or taken to be
 * @param conceivable what it may be though nothing tells it: at least the upper end of {@code largestToMean}
 * @param assumption what is taken for granted, for the report; empty if nothing is
 * @param isKnown whether the largest task is predicted, so that it can be held against the fact
 */
public record TaskSizes(Estimate largestToMean, double conceivable, String assumption, boolean isKnown) {

    /** Files that cannot be split make such partitions; larger ones are not usual. */
    private static final double CONCEIVABLE_WHERE_THEY_LIE = 4;

    /** How much heavier rows of one range may be than the mean row, or how much better they may compress. */
    static final double CONCEIVABLY_HEAVIER = 2;

    private static final String AS_MUCH_EACH = "partitions are taken to hold about as much each";

    public TaskSizes {
        Objects.requireNonNull(largestToMean, "largestToMean");
        Objects.requireNonNull(assumption, "assumption");
        if (conceivable < largestToMean.high()) {
            throw new IllegalArgumentException(
                    "What is predicted is conceivable: got " + conceivable + " and " + largestToMean.render());
        }
    }

    /** The load of the largest task was computed. */
    public static TaskSizes known(Estimate largestToMean) {
        return new TaskSizes(largestToMean, largestToMean.high(), "", true);
    }

    /** Hashes of many keys, none of which has many rows. */
    public static TaskSizes hashes() {
        return known(PartitionAdvice.UNEVEN);
    }

    /**
     * Ranges of sorted rows, which Spark bounds by a sample. {@code RangePartitioner} takes some 300 rows a
     * partition, so a partition's rows have a standard deviation of a seventeenth; the largest of some hundred lies three
     * of them above the mean. They are even in rows, not in bytes.
     *
     * @param heaviest the bytes of the heaviest range as a multiple of the mean one's, as far as the rows of single keys
     *     tell it
     */
    public static TaskSizes ranges(Estimate heaviest) {
        Estimate even = PartitionAdvice.UNEVEN;
        Estimate largest = new Estimate(
                even.value() * heaviest.value(),
                even.low() * heaviest.low(),
                even.high() * heaviest.value(),
                heaviest.confidence(),
                Unit.RATIO);
        return new TaskSizes(
                largest,
                Math.max(even.high() * heaviest.high(), CONCEIVABLY_HEAVIER * largest.value()),
                "rows of one partition path are taken to weigh and to compress about alike",
                true);
    }

    /**
     * Partitions of the input, as they lie, of which only the number is known.
     *
     * @param tasks how many there are
     */
    public static TaskSizes whereTheyLie(int tasks) {
        return sideBySide(1, tasks);
    }

    /** Tasks whose rows are known; what a row weighs in one of them may differ by a fifth. */
    static TaskSizes ofRows(double largestToMean, int tasks) {
        double uneven = PartitionAdvice.UNEVEN.high();
        double high = largestToMean * uneven;
        return new TaskSizes(
                new Estimate(largestToMean, Math.max(1, largestToMean / uneven), high, 1, Unit.RATIO),
                Math.max(high, Math.min(tasks, CONCEIVABLY_HEAVIER * largestToMean)),
                "rows are taken to weigh about as much in every partition",
                true);
    }

    /**
     * Partitions of the input, as they lie, of which Spark's {@code coalesce} makes fewer: neighbours are put together, in
     * some tasks one more than in others ({@code DefaultPartitionCoalescer}, where partitions prefer no host). Of eight in
     * six, two tasks have two each.
     *
     * @param input how many partitions the input has
     * @param tasks how many tasks there may be
     */
    public static TaskSizes coalesced(int input, int tasks) {
        return tasks >= input
                ? whereTheyLie(input)
                : sideBySide(Math.max(1, Math.ceil((double) input / tasks) * tasks / input), tasks);
    }

    /** Partitions of the input that are put together with their neighbours, which preferred hosts may prevent. */
    static TaskSizes sideBySide(double largestToMean, int tasks) {
        double high = largestToMean * PartitionAdvice.UNEVEN.high();
        return new TaskSizes(
                new Estimate(largestToMean, 1, high, 1, Unit.RATIO),
                // Spark puts the largest files first, so several that cannot be split may fall into one task.
                Math.max(high, Math.min(tasks, CONCEIVABLE_WHERE_THEY_LIE)),
                AS_MUCH_EACH,
                false);
    }

    /** Rows that a partitioner arranges by files, of which it never cuts one: a path that fits one file is one task's. */
    public static TaskSizes byFiles(int tasks) {
        return new TaskSizes(
                PartitionAdvice.UNEVEN,
                Math.max(PartitionAdvice.UNEVEN.high(), tasks),
                "tasks are taken to carry about as much each, which files that are most of the rows prevent",
                false);
    }

    /** Rows fall by a key that the guard cannot compute: all of them may go to one of so many tasks. */
    public static TaskSizes unknownKeys(int tasks) {
        return new TaskSizes(
                PartitionAdvice.UNEVEN,
                Math.max(PartitionAdvice.UNEVEN.high(), tasks),
                "rows are taken to spread evenly over tasks, as their keys cannot be computed",
                false);
    }

    /** With all that is conceivable in the interval. */
    Estimate open() {
        return new Estimate(
                largestToMean.value(), largestToMean.low(), conceivable, largestToMean.confidence(), Unit.RATIO);
    }
}
