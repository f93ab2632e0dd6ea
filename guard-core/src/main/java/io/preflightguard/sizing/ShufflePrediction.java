package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/**
 * What a write's shuffles will weigh. All in bytes.
 *
 * @param diskBytes compressed bytes of all shuffles of the write
 * @param largestTaskBytes uncompressed bytes of the largest reducing task
 */
record ShufflePrediction(Estimate diskBytes, Estimate largestTaskBytes) {

    /**
     * @param load the rows and what one weighs
     * @param tasks how many tasks read the shuffle
     * @param largestToMean the largest of them, as a multiple of the mean
     */
    static ShufflePrediction of(Load load, ShuffleShape shape, int tasks, Estimate largestToMean) {
        return new ShufflePrediction(
                load.shuffleBytes().times(shape.volume(), Unit.BYTES), load.task(tasks, largestToMean));
    }
}
