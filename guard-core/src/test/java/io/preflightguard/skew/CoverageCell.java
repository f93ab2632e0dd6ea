package io.preflightguard.skew;

import io.preflightguard.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Draws samples from many simulated inputs of one kind as the sampler does, and counts how often what is stated is
 * true. A sample grows by rounds until the verdict on the largest shuffle partition is certain.
 */
record CoverageCell(KeyDistribution distribution, KeyLayout layout, int files, int rowGroups) {

    private static final double CONFIDENCE = 0.95;
    private static final double LIMIT = 5;
    private static final int MOST_SPLITS = 32;
    private static final int REPORTED = 10;

    /**
     * What came of one cell with one number of shuffle partitions; all but the last two are shares of the draws.
     *
     * @param largest how often the interval of the largest key's share has the truth
     * @param reported how often the intervals of the ten most frequent keys have the truth, all at once
     * @param load how often the interval of the largest partition's load has the truth
     * @param falsePass how often the guard passes and the truth is above the limit
     * @param falseFail how often the guard fails and the truth is not above the limit
     * @param passed how often the guard passes
     * @param failed how often the guard fails
     * @param width the mean width of the interval of the largest key's share
     * @param read the mean number of row groups read
     */
    record Result(
            double largest,
            double reported,
            double load,
            double falsePass,
            double falseFail,
            double passed,
            double failed,
            double width,
            double read) {

        /** The worst of several, and of the widths and the row groups read the mean. */
        static Result worst(List<Result> results) {
            return new Result(
                    least(results, Result::largest),
                    least(results, Result::reported),
                    least(results, Result::load),
                    -least(results, result -> -result.falsePass),
                    -least(results, result -> -result.falseFail),
                    mean(results, Result::passed),
                    mean(results, Result::failed),
                    mean(results, Result::width),
                    mean(results, Result::read));
        }

        boolean holds() {
            return largest >= 0.94 && reported >= 0.94 && load >= 0.94 && falsePass <= 0.01;
        }

        private static double least(List<Result> results, ToDoubleFunction<Result> value) {
            return results.stream().mapToDouble(value).min().orElseThrow();
        }
    }

    private record Draw(
            boolean largest,
            boolean reported,
            boolean load,
            boolean tooHigh,
            boolean passed,
            boolean failed,
            double width,
            int read) {}

    /** Whether a sample can be less than the whole. */
    boolean isSampled() {
        return files * rowGroups > MOST_SPLITS;
    }

    /** One result for each number of shuffle partitions, which are judged apart. */
    List<Result> judge(long firstSeed, int seeds, int... partitions) {
        List<List<Draw>> draws = LongStream.range(firstSeed, firstSeed + seeds)
                .parallel()
                .mapToObj(seed -> draw(seed, partitions))
                .toList();
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < partitions.length; i++) {
            int index = i;
            results.add(result(draws.stream().map(draw -> draw.get(index)).toList()));
        }
        return results;
    }

    private static Result result(List<Draw> draws) {
        return new Result(
                share(draws, Draw::largest),
                share(draws, Draw::reported),
                share(draws, Draw::load),
                share(draws, draw -> draw.passed && draw.tooHigh),
                share(draws, draw -> draw.failed && !draw.tooHigh),
                share(draws, Draw::passed),
                share(draws, Draw::failed),
                mean(draws, Draw::width),
                mean(draws, Draw::read));
    }

    private static double share(List<Draw> draws, Predicate<Draw> which) {
        return (double) draws.stream().filter(which).count() / draws.size();
    }

    private static <T> double mean(List<T> values, ToDoubleFunction<T> value) {
        return values.stream().mapToDouble(value).average().orElseThrow();
    }

    private List<Draw> draw(long seed, int[] partitions) {
        SimulatedInput input = new SimulatedInput(distribution, layout, files, rowGroups, seed);
        SamplingRounds rounds = new SamplingRounds(input.splits(), MOST_SPLITS, CONFIDENCE);
        Draw[] draws = new Draw[partitions.length];
        List<SplitCounts> read = List.of();
        int open = partitions.length;
        for (int look = 0; open > 0; look++) {
            read = input.read(read, rounds.partitionsAt(look));
            KeyProfile profile = KeyProfile.of(
                    new KeySample(KeyRole.KEY_COLUMN, "k", read, input.splits(), false), rounds.confidencePerLook());
            for (int i = 0; i < partitions.length; i++) {
                if (draws[i] == null) {
                    draws[i] = draw(input, profile, partitions[i], look == rounds.looks() - 1);
                    open -= draws[i] == null ? 0 : 1;
                }
            }
        }
        return List.of(draws);
    }

    /** Null if the sampler would go on reading. */
    private static Draw draw(SimulatedInput input, KeyProfile profile, int partitions, boolean isLast) {
        Estimate load = PartitionLoad.predict(profile, partitions).largestToMean();
        boolean passes = load.high() <= LIMIT && profile.unseen().high() * partitions + 1 <= LIMIT;
        boolean fails = load.low() > LIMIT;
        if (!passes && !fails && !isLast) {
            return null;
        }
        double truth = input.largestToMean(partitions);
        Estimate largest = profile.largest();
        return new Draw(
                contains(largest, input.largestShare()),
                profile.top().stream().limit(REPORTED).allMatch(key -> contains(key.share(), input.share(key.hash()))),
                contains(load, truth),
                truth > LIMIT,
                passes,
                fails,
                largest.high() - largest.low(),
                profile.sample().splits().size());
    }

    /** The ends are computed in another order than the truth, so the last bits may differ. */
    private static boolean contains(Estimate estimate, double truth) {
        return estimate.low() <= truth + 1e-9 && truth - 1e-9 <= estimate.high();
    }
}
