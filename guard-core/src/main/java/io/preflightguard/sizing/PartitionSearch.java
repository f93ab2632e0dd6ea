package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Looks for a number of partitions in which no task spills. The hashes of a few paths fall together in other ways in each
 * number, so what is enough for even tasks need not be for them: numbers are tried. Pure.
 */
final class PartitionSearch {

    /** How many times the least partitions that may do are tried at most, and how many numbers of them. */
    private static final int MOST_MORE = 4;

    private static final int TRIES = 64;

    /** By what the largest task must shrink for a number to be worth setting in which it spills still. */
    private static final double CLEARLY_LESS = 0.8;

    private final Sizes sizes;
    private final IntFunction<TaskSizes> tasksOf;
    private final Fleet fleet;
    private final int recommended;

    /** @param recommended as many as would do if rows fell evenly */
    PartitionSearch(Sizes sizes, IntFunction<TaskSizes> tasksOf, Fleet fleet, int recommended) {
        this.sizes = sizes;
        this.tasksOf = tasksOf;
        this.fleet = fleet;
        this.recommended = recommended;
    }

    /**
     * What a number of partitions does.
     *
     * @param fits whether no task that reads them spills
     * @param writersSpill whether a task that writes them may, which with fewer partitions it need not
     * @param largestRows rows of the largest task that reads
     * @param unevenness the largest task as a multiple of the mean
     */
    record Choice(int partitions, boolean fits, boolean writersSpill, double largestRows, Estimate unevenness) {

        /** Whether setting it would be worth it. */
        boolean helps(Choice present) {
            return fits || largestRows < CLEARLY_LESS * present.largestRows;
        }

        /** Whether keys that fall together make the largest task, and not the number of tasks. */
        boolean isUneven() {
            return unevenness.value() > PartitionAdvice.UNEVEN.high();
        }

        private boolean isBetterThan(Choice other) {
            return fits == other.fits ? largestRows < other.largestRows : fits;
        }
    }

    /**
     * What was found.
     *
     * @param best the first that does it all, or the best of those that were tried
     * @param tried how many numbers were tried
     * @param most the largest of them
     */
    record Found(Choice best, int tried, int most) {}

    /** What the present number does. */
    Choice choice(int partitions) {
        Estimate unevenness = tasksOf.apply(partitions).largestToMean();
        Spill readers = sizes.spill(partitions, AdaptiveShuffle.off(), unevenness, fleet);
        return new Choice(
                partitions,
                !readers.isPossible(),
                sizes.writerSpill(partitions, fleet).isPossible(),
                Math.max(1, unevenness.value() * sizes.rows().value() / partitions),
                unevenness);
    }

    /** The least number that does it, at least as many as are recommended if there are no reasons for fewer. */
    Found instead(int present) {
        List<Integer> candidates = candidates(present);
        Choice best = null;
        int tried = 0;
        int most = 0;
        for (int candidate : candidates) {
            Choice choice = choice(candidate);
            tried++;
            most = Math.max(most, candidate);
            if (choice.fits() && !choice.writersSpill()) {
                return new Found(choice, tried, most);
            }
            if (best == null || choice.isBetterThan(best)) {
                best = choice;
            }
        }
        return new Found(best == null ? choice(present) : best, tried, most);
    }

    private List<Integer> candidates(int present) {
        int slots = fleet.slots();
        Set<Integer> numbers = new LinkedHashSet<>();
        int inputPartitions = sizes.conditions().writingTasks();
        if (sizes.shape().isInPlace() && inputPartitions > present) {
            numbers.add(inputPartitions); // the option alone does that; more takes a shuffle of the input
        }
        int bypassed = sizes.conditions().shuffles().bypassedUpTo();
        if (recommended > bypassed && bypassed > 0) {
            numbers.add(bypassed >= slots ? bypassed / slots * slots : bypassed);
        }
        long least = Math.max(recommended, ((long) present / slots + 1) * slots);
        long most = Math.min(Integer.MAX_VALUE, MOST_MORE * least);
        long step = Math.max(1, (long) Math.ceil((double) (most - recommended) / TRIES / slots)) * slots;
        for (long count = recommended; count <= most; count += step) {
            numbers.add((int) count);
        }
        numbers.remove(present);
        return new ArrayList<>(numbers);
    }
}
