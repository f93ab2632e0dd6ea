package io.preflightguard.skew;

/**
 * What a join lets a plan do, and what it makes of its keys.
 *
 * @param partitions how many partitions the join's shuffle has, at least 1
 * @param cutsLeft whether a key's left rows may be cut into buckets
 * @param cutsRight whether a key's right rows may be cut into buckets
 * @param reducesRight whether only the existence of a right row matters, so that many of one key may become one
 * @param multiplies whether every pair of matching rows is a row of the result
 * @param keepsLeft whether left rows whose key has a null take part, though they match nothing
 * @param keepsRight as {@code keepsLeft}, for the right rows
 * @param nullsMatch whether null equals null
 */
public record JoinShape(
        int partitions,
        boolean cutsLeft,
        boolean cutsRight,
        boolean reducesRight,
        boolean multiplies,
        boolean keepsLeft,
        boolean keepsRight,
        boolean nullsMatch) {

    public JoinShape {
        if (partitions < 1) {
            throw new IllegalArgumentException("A join has at least one partition: got " + partitions);
        }
    }
}
