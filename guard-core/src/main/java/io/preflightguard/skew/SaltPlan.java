package io.preflightguard.skew;

import io.preflightguard.config.GuardConfig;
import java.util.List;

/**
 * Which keys of a join are cut into buckets, and how many. Only hot keys are; all others join as they would have. Immutable
 * and a function of its evidence alone.
 *
 * @param keys the hot keys, heaviest first
 * @param partitions how many partitions the join's shuffle has
 * @param spreadsLeftNulls whether left rows with a null in their key are spread; they match nothing
 * @param spreadsRightNulls as {@code spreadsLeftNulls}, for the right rows
 * @param before expected work of the largest task as a multiple of the mean, left as it is
 * @param after expected work of the largest task with this plan, copies included, as a multiple of the same mean
 */
public record SaltPlan(
        List<SaltedKey> keys,
        int partitions,
        boolean spreadsLeftNulls,
        boolean spreadsRightNulls,
        double before,
        double after) {

    public SaltPlan {
        keys = List.copyOf(keys);
        if (partitions < 1) {
            throw new IllegalArgumentException("A plan has at least one partition: got " + partitions);
        }
    }

    /**
     * Plans a join. A key's work is the rows it brings to its task plus the rows it makes there; it is hot if that is more
     * than {@code limits.maxRatio()} times the mean task's, or its bytes are more than {@code limits.bytesPerTask()}. Of
     * all ways to cut it so that a pair of buckets is about the mean, the one that copies fewest rows is taken, if it is worth its copies; pairs are
     * placed heaviest first on the least loaded partition (Graham's longest processing time rule, SIAM J. Appl. Math. 17,
     * 1969).
     */
    public static SaltPlan of(JoinSide left, JoinSide right, JoinShape shape, SaltLimits limits) {
        return SaltPlanner.plan(JoinKeys.of(left, right, shape), shape, limits);
    }

    /** A plan that cuts nothing. */
    public static SaltPlan none(int partitions) {
        return new SaltPlan(List.of(), partitions, false, false, 1, 1);
    }

    /** How a report names one of the keys: by its value only where the configuration shows it. */
    public String name(SaltedKey key, String columns, GuardConfig config) {
        return KeyNames.name(KeyRole.KEY_COLUMN, columns, keys.indexOf(key) + 1, key.key(), config);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return keys.isEmpty() && !spreadsLeftNulls && !spreadsRightNulls;
    }
}
