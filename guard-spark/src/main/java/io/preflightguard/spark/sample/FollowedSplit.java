package io.preflightguard.spark.sample;

import java.io.Serializable;
import java.util.List;

/**
 * The record keys that one task followed.
 *
 * @param keys the keys, by ascending unsigned id
 * @param limit the largest id, unsigned, up to which all keys were followed; -1 if all were
 */
record FollowedSplit(List<Followed> keys, long limit) implements Serializable {

    static final FollowedSplit NONE = new FollowedSplit(List.of(), -1);

    FollowedSplit {
        keys = List.copyOf(keys);
    }
}
