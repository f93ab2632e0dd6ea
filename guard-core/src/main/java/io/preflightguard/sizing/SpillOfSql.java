package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/**
 * What tasks of Spark SQL spill, by the arithmetic of {@link SortMemory}. Pure.
 *
 * <p>How tasks come to lie on workers is not known. At the upper ends as many as fit run on one; else Spark deals them
 * round to all, so that fewer may share an executor's memory.
 */
final class SpillOfSql {

    private static final double UNEVEN = PartitionAdvice.UNEVEN.high();

    /**
     * Bytes that a write's own broadcasts hold while it runs, above all its Hadoop configuration, and the most they are
     * taken to hold. Hudi's bulk_inserts had 0.1 to 0.18 MB of them (spill grid, 2026-11-22): little, but where a task's
     * pages just fit they cost it one, and it spills all it holds.
     */
    private static final long BROADCASTS = 256L << 10;

    static final long BROADCASTS_AT_MOST = 1L << 20;

    /** A task that holds so many times as much as the mean one outlives the others, which leave it their memory. */
    private static final int HOT = 2;

    /** What a sort writes to a spill file beside each row and its length; at worst it does not compress. */
    private static final int PREFIX_BYTES = 8;

    private SpillOfSql() {}

    /** Tasks that sort all their rows, by {@code UnsafeExternalSorter}. */
    static Spill ofSort(Load load, ReadTasks tasks, Fleet fleet) {
        Estimate largest = tasks.largestRows();
        Estimate mean = tasks.meanRows();
        long page = fleet.pageBytes();
        SortMemory low = new SortMemory(atLeastOne(load.bytesPerRow().low()), page);
        SortMemory value = new SortMemory(atLeastOne(load.bytesPerRow().value()), page);
        SortMemory high = new SortMemory(atLeastOne(load.bytesPerRow().high()), page);
        int crowded = fleet.togetherAtMost(tasks.most());
        int dealt = fleet.togetherAtLeast(tasks.count());
        int few = fleet.togetherAtLeast(tasks.fewest());
        long least = fleet.executionMemoryOf(crowded, BROADCASTS_AT_MOST);
        long usual = fleet.executionMemoryOf(dealt, BROADCASTS);
        boolean hot = largest.low() > HOT * mean.low();
        long most = fleet.executionMemoryOf(hot ? 1 : few, 0);

        double ofLargest = value.spilledRows(largest.value(), usual);
        double ofMean = value.spilledRows(mean.value(), usual);
        double atMost = high.spilledRows(largest.high(), least);
        // Those that run beside the largest may be nearly as large, as far as there are rows for it.
        double beside = (load.rows().high() - largest.high()) / Math.max(1, crowded - 1);
        double othersAtMost = high.spilledRows(Math.min(largest.high(), Math.max(beside, mean.high() * UNEVEN)), least);
        double atLeast = low.spilledRows(largest.low(), most)
                + (few - 1) * low.spilledRows(mean.low() / UNEVEN, fleet.executionMemoryOf(few, 0));
        double alone = low.spilledRows(largest.low(), fleet.executionMemoryOf(1, 0));
        Estimate inSpill = withPrefix(load.inSpill());
        return new Spill(
                inOrder(
                        value.peak(largest.value()),
                        low.peak(largest.low()),
                        high.peak(largest.high()),
                        largest.confidence(),
                        Unit.BYTES),
                least,
                most,
                bytes(
                        inSpill,
                        largest,
                        ofLargest + (dealt - 1) * ofMean,
                        atLeast,
                        atMost + (crowded - 1) * othersAtMost),
                bytes(
                        inSpill,
                        largest,
                        ofLargest + (tasks.count() - 1) * ofMean,
                        alone,
                        Math.min(load.rows().high(), tasks.most() * atMost)),
                false);
    }

    /**
     * Tasks that write the rows of a shuffle of many partitions, by {@code ShuffleExternalSorter}; {@code perWorker} is what
     * lies beside the shuffle's files while they do. A task that spills has all its rows on disk twice while its spill
     * files are merged to one. Up to {@link ShuffleSettings#bypassedUpTo} partitions a task holds none; where there only
     * may be more, that it spills nothing is the estimate and no promise.
     */
    static Spill ofWriters(Load load, ShuffleShape shape, WriteConditions conditions, Fleet fleet) {
        return ofWriters(load, shape, conditions, conditions.writers().largestToMean(), fleet);
    }

    /**
     * As {@link #ofWriters(Load, ShuffleShape, WriteConditions, Fleet)}.
     *
     * @param largestToMean the largest of those tasks, as a multiple of the mean
     */
    static Spill ofWriters(
            Load load, ShuffleShape shape, WriteConditions conditions, Estimate largestToMean, Fleet fleet) {
        int tasks = conditions.writingTasks();
        int crowded = fleet.togetherAtMost(tasks);
        int dealt = fleet.togetherAtLeast(tasks);
        long least = fleet.executionMemoryOf(crowded, BROADCASTS_AT_MOST);
        long usual = fleet.executionMemoryOf(dealt, BROADCASTS);
        boolean hot = largestToMean.low() > HOT;
        long most = fleet.executionMemoryOf(hot ? 1 : dealt, 0);
        int bypassedUpTo = conditions.shuffles().bypassedUpTo();
        if (!shape.isOneOfRows() || shape.partitionsAtMost() <= bypassedUpTo) {
            return Spill.none(least);
        }
        boolean maySort = shape.partitions() <= bypassedUpTo;
        long page = fleet.pageBytes();
        Estimate rows = load.rows().times(1.0 / tasks, Unit.COUNT);
        Estimate ofLargest = rows.times(largestToMean, Unit.COUNT);
        double largest = ofLargest.high();
        SortMemory low =
                SortMemory.ofShuffleWriter(atLeastOne(load.bytesPerRow().low()), page);
        SortMemory value =
                SortMemory.ofShuffleWriter(atLeastOne(load.bytesPerRow().value()), page);
        SortMemory high =
                SortMemory.ofShuffleWriter(atLeastOne(load.bytesPerRow().high()), page);

        double largestSpills = maySort ? 0 : value.spilledRows(ofLargest.value(), usual);
        double meanSpills = maySort ? 0 : value.spilledRows(rows.value(), usual);
        double atMost = high.spilledRows(largest, least);
        double atLeast = maySort ? 0 : low.spilledRows(ofLargest.low(), most);
        return new Spill(
                inOrder(
                        value.peak(ofLargest.value()),
                        low.peak(ofLargest.low()),
                        high.peak(largest),
                        rows.confidence(),
                        Unit.BYTES),
                least,
                most,
                bytes(
                        load.compressed(),
                        rows,
                        (largestSpills > 0 ? ofLargest.value() : 0) + (meanSpills > 0 ? (dealt - 1) * rows.value() : 0),
                        // One may be done with it before the next one begins.
                        atLeast > 0 ? ofLargest.low() : 0,
                        atMost > 0 ? crowded * largest : 0),
                bytes(
                        load.compressed(),
                        rows,
                        largestSpills + (tasks - 1) * meanSpills,
                        maySort ? 0 : low.spilledRows(ofLargest.low(), fleet.executionMemoryOf(1, 0)),
                        Math.min(load.rows().high(), tasks * atMost)),
                false);
    }

    private static Estimate withPrefix(Estimate inSpill) {
        return new Estimate(
                inSpill.value(), inSpill.low(), inSpill.high() + PREFIX_BYTES, inSpill.confidence(), Unit.BYTES);
    }

    private static double atLeastOne(double rowBytes) {
        return Math.max(1, rowBytes);
    }

    private static Estimate bytes(Estimate perRow, Estimate rows, double value, double low, double high) {
        double confidence = rows.times(perRow, Unit.BYTES).confidence();
        return inOrder(value * perRow.value(), low * perRow.low(), high * perRow.high(), confidence, Unit.BYTES);
    }

    /** Larger rows fill a load sooner, which may leave a few more of them in memory: the ends may change places. */
    static Estimate inOrder(double value, double oneEnd, double otherEnd, double confidence, Unit unit) {
        return new Estimate(
                value,
                Math.min(value, Math.min(oneEnd, otherEnd)),
                Math.max(value, Math.max(oneEnd, otherEnd)),
                confidence,
                unit);
    }
}
