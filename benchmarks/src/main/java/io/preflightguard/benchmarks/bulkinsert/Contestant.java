package io.preflightguard.benchmarks.bulkinsert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A way to arrange the rows of a bulk_insert.
 *
 * @param name what it is called
 * @param options the options that make Hudi do it
 */
record Contestant(String name, Map<String, String> options) {

    /** The one the others are held against. */
    static final String OURS = "SkewAwareBulkInsertPartitioner";

    private static final List<String> SORT_MODES = List.of(
            "NONE",
            "GLOBAL_SORT",
            "PARTITION_SORT",
            "PARTITION_PATH_REPARTITION",
            "PARTITION_PATH_REPARTITION_AND_SORT");

    /** Hudi's five sort modes and the guard's partitioner, by its name alone. */
    static List<Contestant> all() {
        List<Contestant> all = new ArrayList<>();
        for (String mode : SORT_MODES) {
            all.add(new Contestant(mode, Map.of("hoodie.bulkinsert.sort.mode", mode)));
        }
        all.add(new Contestant(
                OURS,
                Map.of(
                        "hoodie.bulkinsert.user.defined.partitioner.class",
                        "io.preflightguard.hudi.bulkinsert." + OURS)));
        return all;
    }

    boolean isOurs() {
        return name.equals(OURS);
    }
}
