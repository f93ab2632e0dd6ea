package io.preflightguard.schema;

import java.util.Set;

/** The columns that Hudi adds to a table by itself. */
public final class MetaColumns {

    private static final Set<String> NAMES = Set.of(
            "_hoodie_commit_time",
            "_hoodie_commit_seqno",
            "_hoodie_record_key",
            "_hoodie_partition_path",
            "_hoodie_file_name",
            "_hoodie_operation");

    private MetaColumns() {}

    /** Whether Hudi fills the column; {@code _hoodie_is_deleted} is the user's own. */
    public static boolean isMeta(String name) {
        return NAMES.contains(name);
    }
}
