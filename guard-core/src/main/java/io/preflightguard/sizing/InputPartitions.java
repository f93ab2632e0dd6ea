package io.preflightguard.sizing;

import java.util.Arrays;

/**
 * How the rows lie in the partitions of the input as the job reads it, each of which is one task. Immutable.
 *
 * <p>Partitions that read pieces of Parquet files smaller than row groups are uneven: most have no row, others a whole row
 * group.
 */
public final class InputPartitions {

    private final int count;

    /** The rows of each, in order; empty if they are not known. */
    private final double[] rows;

    private InputPartitions(int count, double[] rows) {
        if (count < 1) {
            throw new IllegalArgumentException("An input has at least one partition: got " + count);
        }
        this.count = count;
        this.rows = rows;
    }

    /** So many, whose rows are not known. */
    public static InputPartitions of(int count) {
        return new InputPartitions(count, new double[0]);
    }

    /** Of known rows, in their order; at least one partition. */
    public static InputPartitions ofRows(double[] rows) {
        boolean isEmpty = Arrays.stream(rows).sum() <= 0;
        return new InputPartitions(rows.length, isEmpty ? new double[0] : rows.clone());
    }

    /** How many there are, with rows or without. */
    public int count() {
        return count;
    }

    /** How many have a row, as far as that is known. */
    public int withRows() {
        return isKnown() ? (int) Arrays.stream(rows).filter(some -> some > 0).count() : count;
    }

    /** How unevenly those lie that have rows. */
    public TaskSizes sizes() {
        return isKnown()
                ? TaskSizes.ofRows(largestToMean(rows, withRows()), withRows())
                : TaskSizes.whereTheyLie(count);
    }

    /**
     * How unevenly rows lie in so many tasks, of which each takes several partitions if there are fewer tasks: by {@code
     * DefaultPartitionCoalescer} neighbours, where partitions prefer no host. There are never more tasks than partitions.
     */
    public TaskSizes in(int tasks) {
        if (!isKnown()) {
            return TaskSizes.coalesced(count, tasks);
        }
        int merged = Math.min(tasks, count);
        double[] sums = new double[merged];
        for (int task = 0; task < merged; task++) {
            int from = (int) ((long) task * count / merged);
            int to = (int) ((task + 1L) * count / merged);
            sums[task] = Arrays.stream(rows, from, to).sum();
        }
        double largestToMean = largestToMean(sums, merged);
        return tasks >= count ? TaskSizes.ofRows(largestToMean, merged) : TaskSizes.sideBySide(largestToMean, merged);
    }

    /** Whether some have no row, as pieces of files without the middle of a row group: smaller pieces would not help. */
    boolean isOfWholeRowGroups() {
        return withRows() < count;
    }

    private boolean isKnown() {
        return rows.length > 0;
    }

    private static double largestToMean(double[] rows, int tasks) {
        return Math.max(
                1,
                Arrays.stream(rows).max().orElse(0)
                        * tasks
                        / Arrays.stream(rows).sum());
    }
}
