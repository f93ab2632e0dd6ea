package io.preflightguard.skew;

import java.io.Serializable;
import java.util.List;

/**
 * What was counted of one key in one input partition.
 *
 * @param rows rows that were read
 * @param nulls how many of them have a null key
 * @param frequent the keys that may be frequent, each with bounds
 * @param unlistedAtMost an upper bound of the rows of any key that is not listed
 */
public record SplitCounts(long rows, long nulls, List<KeyCount> frequent, long unlistedAtMost) implements Serializable {

    public SplitCounts {
        frequent = List.copyOf(frequent);
    }
}
