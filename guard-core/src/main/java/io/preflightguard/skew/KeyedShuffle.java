package io.preflightguard.skew;

import java.util.Objects;

/**
 * A shuffle by a key.
 *
 * @param partitions how many partitions the rows are hashed to, at least 1
 * @param happens whether the job is known to make this shuffle; if not, the prediction says what it would do
 * @param setBy the option or configuration key that sets {@code partitions}
 * @param consumer what a task does with its rows
 * @param spreadable whether the guard can spread a hot key's rows in this shuffle
 */
public record KeyedShuffle(
        int partitions, boolean happens, String setBy, ShuffleConsumer consumer, boolean spreadable) {

    public KeyedShuffle {
        Objects.requireNonNull(setBy, "setBy");
        Objects.requireNonNull(consumer, "consumer");
        if (partitions < 1) {
            throw new IllegalArgumentException("A shuffle has at least one partition: got " + partitions);
        }
    }

    /** A shuffle whose rows are sorted or aggregated, as those of a job's own joins and groupings usually are. */
    public KeyedShuffle(int partitions, boolean happens, String setBy) {
        this(partitions, happens, setBy, ShuffleConsumer.SPILLS, false);
    }
}
