package io.preflightguard.skew;

/**
 * A shuffle by a key.
 *
 * @param partitions how many partitions the rows are hashed to, at least 1
 * @param happens whether the job is known to make this shuffle; if not, the prediction says what it would do
 * @param setBy the option or configuration key that sets {@code partitions}
 */
public record KeyedShuffle(int partitions, boolean happens, String setBy) {

    public KeyedShuffle {
        if (partitions < 1) {
            throw new IllegalArgumentException("A shuffle has at least one partition: got " + partitions);
        }
    }
}
