package io.preflightguard.skew;

import java.util.Objects;
import java.util.Set;

/**
 * A join whose two sides are shuffled by the same key.
 *
 * @param left the left side
 * @param right the right side
 * @param partitions how many partitions both are hashed to, at least 1
 * @param nullsMatch whether null equals null, as for {@code <=>}
 * @param multiplies whether every pair of matching rows is a row of the result, as in all joins but semi and anti ones
 */
public record KeyedJoin(JoinedRows left, JoinedRows right, int partitions, boolean nullsMatch, boolean multiplies) {

    public KeyedJoin {
        Objects.requireNonNull(left, "left");
        Objects.requireNonNull(right, "right");
        if (partitions < 1) {
            throw new IllegalArgumentException("A join has at least one partition: got " + partitions);
        }
    }

    /** Where a side's rows go; Spark filters out null keys that match nothing and are not kept. */
    HashPlacement placement(JoinedRows side) {
        return new HashPlacement(partitions, Set.of(), !nullsMatch && !side.keepsNulls());
    }

    /** About how many rows of a side reach the shuffle. */
    double reaching(JoinedRows side) {
        return side.rows().value() * (1 - droppedShare(side));
    }

    /** About what share of a side's rows has a null in its key and is dropped before the shuffle. */
    double droppedShare(JoinedRows side) {
        KeySample sample = side.profile().sample();
        return sample.rows() == 0 || !placement(side).dropsNulls() ? 0 : (double) sample.nulls() / sample.rows();
    }

    String name(JoinedRows side) {
        return side.equals(left) ? "left" : "right";
    }
}
