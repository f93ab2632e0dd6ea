package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import java.util.Objects;

/**
 * The shuffles a write makes, as far as bytes go.
 *
 * @param name what shuffles, for the report
 * @param volume bytes of all shuffles of the write, as a multiple of one shuffle of all rows as measured; exactly 1 for
 *     one shuffle of the measured rows
 * @param partitions how many partitions each shuffle has
 * @param setBy the option that sets {@code partitions}
 * @param buffers whether a reducing task holds its rows (to sort or aggregate them), so that it may spill
 */
public record ShuffleShape(String name, Estimate volume, int partitions, String setBy, boolean buffers) {

    public ShuffleShape {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(volume, "volume");
        Objects.requireNonNull(setBy, "setBy");
        if (partitions < 1) {
            throw new IllegalArgumentException("A shuffle has at least one partition: got " + partitions);
        }
    }
}
