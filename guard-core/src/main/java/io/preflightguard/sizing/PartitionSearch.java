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

    /** The rank of what does it all. */
    private static final int BEST = 3;

    private static final TaskSizes EVEN = TaskSizes.hashes();

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

    /** How well tasks fit their memory. */
    enum Fit {
        /** Some task may spill. */
        SPILLS,
        /** None does, as far as it is known how rows fall. */
        FITS,
        /** Nor if rows fall as unevenly as nothing excludes. */
        FITS_SURELY
    }

    /**
     * What a number of partitions does.
     *
     * @param repartitions whether it takes a shuffle of the input, which is sorted where it lies
     * @param fit of the tasks that read them
     * @param writersSpill whether a task that writes them may spill
     * @param largestRows rows of the largest task that reads
     * @param unevenness the largest task as a multiple of the mean
     */
    record Choice(
            int partitions,
            boolean repartitions,
            Fit fit,
            boolean writersSpill,
            double largestRows,
            Estimate unevenness) {

        boolean fits() {
            return fit != Fit.SPILLS;
        }

        /** Whether setting it would be worth it. */
        boolean helps(Choice present) {
            return fits() || largestRows < CLEARLY_LESS * present.largestRows;
        }

        /** Whether keys that fall together make the largest task, and not the number of tasks. */
        boolean isUneven() {
            return unevenness.value() > PartitionAdvice.UNEVEN.high();
        }

        /** Whether tasks that write would spill that do not yet. */
        boolean addsSpill(Choice present) {
            return writersSpill && !present.writersSpill;
        }

        private int rank(Choice present) {
            if (!fits()) {
                return 0;
            }
            if (addsSpill(present)) {
                return 1;
            }
            return fit == Fit.FITS ? BEST - 1 : BEST;
        }

        /** Of those that do as well, the first; of those in which some task spills, that with the smallest one. */
        private boolean isBetterThan(Choice other, Choice present) {
            int rank = rank(present);
            return rank == other.rank(present)
                    ? rank == 0 && largestRows < other.largestRows
                    : rank > other.rank(present);
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

    /** What a number does that the option alone sets. */
    Choice choice(int partitions) {
        return choice(partitions, tasksOf.apply(partitions), false);
    }

    private Choice choice(int partitions, TaskSizes tasks, boolean repartitions) {
        Estimate unevenness = tasks.largestToMean();
        AdaptiveShuffle apart = AdaptiveShuffle.off();
        Fit fit = sizes.spill(partitions, apart, unevenness, fleet).isPossible()
                ? Fit.SPILLS
                : sizes.conceivableSpill(partitions, apart, tasks, fleet).isPossible() ? Fit.FITS : Fit.FITS_SURELY;
        Spill writing = repartitions ? sizes.repartitionSpill(partitions, fleet) : sizes.writerSpill(partitions, fleet);
        return new Choice(
                partitions,
                repartitions,
                fit,
                writing.isPossible(),
                Math.max(1, unevenness.value() * sizes.rows().value() / partitions),
                unevenness);
    }

    /** The best number but the present one; it may be less than that. */
    Found instead(Choice present) {
        Choice best = null;
        int tried = 0;
        int most = 0;
        for (Candidate candidate : candidates(present.partitions())) {
            if (candidate.repartitions() && best != null && best.fits()) {
                break; // what an option does is not worth a shuffle
            }
            Choice choice = candidate.repartitions()
                    ? choice(candidate.partitions(), EVEN, true)
                    : choice(candidate.partitions());
            tried++;
            most = Math.max(most, choice.partitions());
            if (best == null || choice.isBetterThan(best, present)) {
                best = choice;
            }
            if (best.rank(present) == BEST) {
                break;
            }
        }
        return new Found(best == null ? present : best, tried, most);
    }

    private List<Candidate> candidates(int present) {
        int slots = fleet.slots();
        Set<Integer> numbers = new LinkedHashSet<>();
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
        boolean inPlace = sizes.shape().isInPlace();
        int input = inPlace ? sizes.conditions().input().count() : Integer.MAX_VALUE;
        if (inPlace) {
            numbers.add(input);
        }
        List<Candidate> candidates = new ArrayList<>();
        numbers.stream()
                .filter(number -> number <= input && number != present)
                .forEach(number -> candidates.add(new Candidate(number, false)));
        if (inPlace) {
            numbers.forEach(number -> candidates.add(new Candidate(number, true)));
        }
        return candidates;
    }

    /**
     * A number to try. Rows that are sorted where they lie have no more tasks by the option alone than the input has
     * partitions; more of them, and even ones, take a shuffle of the input.
     */
    private record Candidate(int partitions, boolean repartitions) {}
}
