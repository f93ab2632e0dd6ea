package io.preflightguard.sizing;

import io.preflightguard.Estimate;
import java.util.Objects;

/**
 * The shuffles a write makes, as far as bytes go.
 *
 * @param name what shuffles, for the report
 * @param volume bytes of all shuffles of the write, as a multiple of one shuffle of all rows as measured: exactly 1 for
 *     one shuffle of the measured rows; of a confidence below 0.9 where it is a model
 * @param partitions how many partitions each shuffle has
 * @param setBy the option that sets {@code partitions}, or {@link #NO_SETTING} if none does: then {@code partitions} is no
 *     more than a guess, and nothing is said of single tasks
 * @param buffers whether a reducing task holds its rows (to sort or aggregate them), so that it may spill
 * @param partitionsAtMost how many partitions there may be if what is written turns out so
 */
public record ShuffleShape(
        String name, Estimate volume, int partitions, String setBy, boolean buffers, int partitionsAtMost) {

    /** In place of an option where what is written decides on the tasks. */
    public static final String NO_SETTING = "";

    /** Below it an interval is a margin for what was not looked at, and not a statistic. */
    private static final double MEASURED = 0.9;

    public ShuffleShape {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(volume, "volume");
        Objects.requireNonNull(setBy, "setBy");
        if (partitions < 1 || partitionsAtMost < partitions) {
            throw new IllegalArgumentException(
                    "A shuffle has at least one partition: got " + partitions + ", at most " + partitionsAtMost);
        }
    }

    /** Of exactly so many partitions. */
    public ShuffleShape(String name, Estimate volume, int partitions, String setBy, boolean buffers) {
        this(name, volume, partitions, setBy, buffers, partitions);
    }

    /** The same shuffles of so many partitions, and of as many times as many at most. */
    ShuffleShape withPartitions(int others) {
        double most = Math.ceil((double) partitionsAtMost / partitions * others);
        int atMost = partitionsAtMost == partitions ? others : Math.max(partitionsAtMost, (int) most);
        return new ShuffleShape(name, volume, others, setBy, buffers, atMost);
    }

    /** The same shuffles of up to so many partitions. */
    public ShuffleShape upTo(int most) {
        return new ShuffleShape(name, volume, partitions, setBy, buffers, most);
    }

    /** The same shuffles with another volume. */
    public ShuffleShape withVolume(Estimate other) {
        return new ShuffleShape(name, other, partitions, setBy, buffers, partitionsAtMost);
    }

    /** Whether the rows are shuffled once, as they were measured. */
    public boolean isOneOfRows() {
        return isOfSql() && volume.value() == 1;
    }

    /** The same with another option that sets the partitions. */
    public ShuffleShape withSetBy(String other) {
        return new ShuffleShape(name, volume, partitions, other, buffers, partitionsAtMost);
    }

    /** Whether an option sets how many partitions there are. */
    boolean hasSetPartitions() {
        return !setBy.equals(NO_SETTING);
    }

    /** Whether all shuffles were measured, and none is only modelled. */
    boolean isMeasured() {
        return volume.confidence() >= MEASURED;
    }

    /** Whether Spark SQL moves or sorts the measured rows; else tasks handle objects on the heap. */
    boolean isOfSql() {
        return isMeasured() && volume.isExact();
    }

    /** Whether rows stay on their worker, and are sorted where they lie. */
    public boolean isInPlace() {
        return volume.high() == 0;
    }
}
