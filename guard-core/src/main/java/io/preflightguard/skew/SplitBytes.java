package io.preflightguard.skew;

import java.io.Serializable;
import java.util.List;

/**
 * What rows weigh in one input partition, by key.
 *
 * @param rows rows that were serialised
 * @param bytes their bytes as a shuffle carries them, before compression
 * @param keys the keys that are frequent among these rows; a key that is rare here is left out
 */
public record SplitBytes(long rows, long bytes, List<KeyBytes> keys) implements Serializable {

    public SplitBytes {
        keys = List.copyOf(keys);
    }
}
