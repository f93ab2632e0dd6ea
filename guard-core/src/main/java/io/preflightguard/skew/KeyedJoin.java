package io.preflightguard.skew;

import java.util.Objects;

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

    /** Whether a key's rows reach the join; Spark filters out those that match nothing and are not kept. */
    boolean reaches(JoinedRows side, KeyShare key) {
        return key.key() != null || nullsMatch || side.keepsNulls();
    }

    String name(JoinedRows side) {
        return side.equals(left) ? "left" : "right";
    }
}
