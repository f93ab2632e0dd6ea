package io.preflightguard.spark.sample;

import java.util.List;

/**
 * Record keys that were drawn by a hash of them, so that all rows of a drawn key were counted wherever they were read.
 *
 * @param splits the keys of each partition that was read
 * @param splitsInAll how many partitions the input has
 * @param everyKey whether no key was left out
 * @param truncated whether any partition was too long to read to its end
 * @param rowsRead rows that went by
 */
public record DrawnKeys(
        List<List<DrawnKey>> splits, int splitsInAll, boolean everyKey, boolean truncated, long rowsRead) {

    public DrawnKeys {
        splits = splits.stream().map(List::copyOf).toList();
    }
}
