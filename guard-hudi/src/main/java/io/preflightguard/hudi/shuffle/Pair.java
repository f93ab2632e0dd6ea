package io.preflightguard.hudi.shuffle;

import org.apache.hudi.common.model.HoodieRecord;

/**
 * What a shuffle writes of one record.
 *
 * @param key what it is shuffled by
 * @param record the record
 */
record Pair(Object key, HoodieRecord<?> record) {

    String path() {
        return record.getPartitionPath();
    }

    /** Without key and record, which are the user's data. */
    @Override
    public String toString() {
        return "Pair[1 record and its key]";
    }
}
