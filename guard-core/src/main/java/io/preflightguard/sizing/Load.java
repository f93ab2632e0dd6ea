package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;

/**
 * The rows of a shuffle and what one of them weighs.
 *
 * @param rows how many there are
 * @param bytesPerRow uncompressed bytes of one
 * @param compressed compressed bytes of one, after the codec to judge for
 */
record Load(Estimate rows, Estimate bytesPerRow, Estimate compressed) {

    /** Uncompressed bytes of one shuffle of all rows. */
    Estimate rawBytes() {
        return rows.times(bytesPerRow, Unit.BYTES);
    }

    /** Compressed bytes of one shuffle of all rows. */
    Estimate shuffleBytes() {
        return rows.times(compressed, Unit.BYTES);
    }

    /** Uncompressed bytes of the largest of so many tasks. */
    Estimate task(int tasks, Estimate largestToMean) {
        return rawBytes().times(1.0 / tasks, Unit.BYTES).times(largestToMean, Unit.BYTES);
    }

    /** What so many tasks spill; nothing if the shuffle's readers hold no rows. */
    Spill spill(ShuffleShape shape, int tasks, Estimate largestToMean, Fleet fleet) {
        return shape.buffers()
                ? Spill.of(rows, bytesPerRow, compressed, tasks, largestToMean, fleet)
                : Spill.none(fleet.executionMemoryOfOneOf(tasks));
    }
}
