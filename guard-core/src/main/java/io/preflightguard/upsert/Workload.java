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
 * @param unlistedRows the most rows that any other path or file group may have
 * @param rest what is known of the others together
 */
public record Workload(List<PathWork> paths, double unlistedRows, Rest rest) {

    public Workload {
        paths = List.copyOf(paths);
        Objects.requireNonNull(rest, "rest");
        if (!(unlistedRows >= 0)) {
            throw new IllegalArgumentException("Rows are not negative: got " + unlistedRows);
        }
    }

    /** A workload that lists all there is. */
    public Workload(List<PathWork> paths, double unlistedRows) {
        this(paths, unlistedRows, Rest.NONE);
    }

    /**
     * Paths and file groups that are not listed.
     *
     * @param rows rows of those that were seen in the sample
     * @param seen how many were seen
     * @param unseen how many more there may be
     * @param mayHideHotKeys whether a record key with many rows may be among those that were not drawn
     */
    public record Rest(double rows, double seen, double unseen, boolean mayHideHotKeys) {

        static final Rest NONE = new Rest(0, 0, 0, false);
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
