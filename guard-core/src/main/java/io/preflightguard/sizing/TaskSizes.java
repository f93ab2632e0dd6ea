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
 */
public record TaskSizes(Estimate largestToMean, double conceivable, String assumption) {

    /** Files that cannot be split make such partitions; larger ones are not usual. */
    private static final double CONCEIVABLE_WHERE_THEY_LIE = 4;

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
        return new TaskSizes(largestToMean, largestToMean.high(), "");
    }

    /**
     * Ranges that Spark bounds by a sample, or hashes of many keys. {@code RangePartitioner} takes some 300 rows a
     * partition, so a partition's size has a standard deviation of a seventeenth; the largest of some hundred lies three
     * of them above the mean.
     */
    public static TaskSizes ranges() {
        return known(PartitionAdvice.UNEVEN);
    }

    /** Partitions of the input, as they lie, of which only the number is known. */
    public static TaskSizes whereTheyLie() {
        return new TaskSizes(PartitionAdvice.UNEVEN, CONCEIVABLE_WHERE_THEY_LIE, AS_MUCH_EACH);
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
        if (tasks >= input) {
            return whereTheyLie();
        }
        double most = Math.ceil((double) input / tasks);
        double ofOne = (double) tasks / input;
        double high = most * ofOne * PartitionAdvice.UNEVEN.high();
        return new TaskSizes(
                new Estimate(most * ofOne, 1, high, 1, Unit.RATIO),
                // Spark puts the largest files first, so several that cannot be split may fall into one task.
                Math.max(high, CONCEIVABLE_WHERE_THEY_LIE),
                AS_MUCH_EACH);
    }

    /** Rows that a partitioner arranges by files, of which it never cuts one: a path that fits one file is one task's. */
    public static TaskSizes byFiles(int tasks) {
        return new TaskSizes(
                PartitionAdvice.UNEVEN,
                Math.max(PartitionAdvice.UNEVEN.high(), tasks),
                "tasks are taken to carry about as much each, which files that are most of the rows prevent");
    }

    /** Rows fall by a key that the guard cannot compute: all of them may go to one of so many tasks. */
    public static TaskSizes unknownKeys(int tasks) {
        return new TaskSizes(
                PartitionAdvice.UNEVEN,
                Math.max(PartitionAdvice.UNEVEN.high(), tasks),
                "rows are taken to spread evenly over tasks, as their keys cannot be computed");
    }

    /** Whether the largest task is predicted, not taken for granted. */
    boolean isKnown() {
        return assumption.isEmpty();
    }

    /** With all that is conceivable in the interval. */
    Estimate open() {
        return new Estimate(
                largestToMean.value(), largestToMean.low(), conceivable, largestToMean.confidence(), Unit.RATIO);
    }
}
