package io.preflightguard.spark.sample;

import io.preflightguard.skew.SplitCounts;
import java.io.Serializable;
import java.util.List;

/** What one task counted: rows, whether more were left, and each key's counts in the order of the keys, the record keys that were followed. */
record Counted(long rows, boolean truncated, List<SplitCounts> keys, FollowedSplit followed) implements Serializable {

    Counted {
        keys = List.copyOf(keys);
    }
}
