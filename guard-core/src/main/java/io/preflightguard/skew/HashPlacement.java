package io.preflightguard.skew;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a hash shuffle sends the rows of a key: to {@code floorMod(hash, partitions)}, as Spark's HashPartitioning does.
 *
 * @param partitions how many partitions there are, at least 1
 * @param spread hashes of keys whose rows go to all partitions alike
 * @param dropsNulls whether rows with a null key are filtered out before the shuffle
 */
record HashPlacement(int partitions, Set<Integer> spread, boolean dropsNulls) {

    HashPlacement {
        spread = Set.copyOf(spread);
    }

    /** Every key goes to one partition. */
    HashPlacement(int partitions) {
        this(partitions, Set.of(), false);
    }

    int slot(int hash) {
        return Math.floorMod(hash, partitions);
    }

    boolean isSpread(int hash) {
        return !spread.isEmpty() && spread.contains(hash); // asked once a key and input partition
    }

    boolean isDropped(@Nullable String key) {
        return dropsNulls && key == null;
    }
}
