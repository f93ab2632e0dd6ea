package io.preflightguard.upsert;

import io.preflightguard.Estimate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where the records of a write go, before small files are filled.
 *
 * @param paths the partition paths, in the order they are reported
 * @param unlistedRows the most rows that any other path may have
 */
public record Workload(List<PathWork> paths, double unlistedRows) {

    public Workload {
        paths = List.copyOf(paths);
        if (!(unlistedRows >= 0)) {
            throw new IllegalArgumentException("Rows are not negative: got " + unlistedRows);
        }
    }

    /**
     * The records of one partition path.
     *
     * @param path the path; empty if the table is not partitioned
     * @param inserts records whose key is new to the table
     * @param updates records by the file group that has their key; by its bucket's eight digits under a bucket index
     */
    public record PathWork(String path, Estimate inserts, Map<String, Estimate> updates) {

        public PathWork {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(inserts, "inserts");
            updates = Collections.unmodifiableMap(new TreeMap<>(updates));
        }
    }
}
