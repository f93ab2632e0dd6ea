package io.preflightguard.hudi.table;

import java.util.List;

/**
 * The files of a table, as one listing and the commits in its active timeline show them. Immutable.
 *
 * @param slices the latest slice of every file group that belongs to the table, by partition path and file id
 * @param missing files of the latest slices that a commit names, the listing lacks and the store says are not there; at
 *     most a thousand
 * @param commitsRead commits that were held against the listing, newest first; what older ones wrote is not known to be
 *     complete
 * @param commits completed commits in the active timeline
 */
public record TableFiles(List<FileSliceState> slices, List<MissingFile> missing, int commitsRead, int commits) {

    public TableFiles {
        slices = List.copyOf(slices);
        missing = List.copyOf(missing);
    }
}
