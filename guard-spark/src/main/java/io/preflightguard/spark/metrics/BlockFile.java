package io.preflightguard.spark.metrics;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of files that Spark keeps in its local directories, by the names its BlockIds give them. */
enum BlockFile {
    /** Finished output of map tasks: data, index, checksum. */
    SHUFFLE("shuffle_"),
    /** Output of map tasks that still run, and what they spill. */
    TEMP_SHUFFLE("temp_shuffle_"),
    /** What sorts, joins and aggregates of running tasks spill. */
    SPILL("temp_local_"),
    /** Persisted partitions. */
    CACHED("rdd_");

    private final String prefix;

    BlockFile(String prefix) {
        this.prefix = prefix;
    }

    static Optional<BlockFile> of(String fileName) {
        return Arrays.stream(values())
                .filter(kind -> fileName.startsWith(kind.prefix))
                .findFirst();
    }
}
