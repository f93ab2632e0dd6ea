package io.preflightguard.upsert;

import java.util.List;

/**
 * Record keys that were drawn from the input: in each partition that was read, all those whose id is small enough.
 *
 * @param splits the keys of each partition that was read
 * @param splitsInAll how many partitions the input has
 * @param everyKey whether the ids' limit left no key out
 * @param truncated whether any partition was too long to read to its end
 */
public record KeyDraw(List<List<LocatedKey>> splits, int splitsInAll, boolean everyKey, boolean truncated) {

    public KeyDraw {
        splits = splits.stream().map(List::copyOf).toList();
    }

    boolean isEverySplitRead() {
        return splits.size() == splitsInAll && !truncated;
    }
}
