package io.preflightguard.hudi.table;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds commits, newest first, against a listing: which files of the latest slices are missing, and how many rows base
 * files have. Of a file group only what no newer commit has superseded is expected to be there; Hudi's cleaner removes the
 * rest. Not thread-safe.
 */
final class CommitScan {

    private final FileListing listing;
    private final Set<FileGroup> superseded = new HashSet<>();
    private final Map<String, Long> rows = new HashMap<>();
    private final Map<String, MissingFile> missing = new LinkedHashMap<>();

    CommitScan(FileListing listing) {
        this.listing = listing;
    }

    /** The next older commit. */
    void add(CommitState commit) {
        Set<FileGroup> rebased = new HashSet<>();
        for (FileWrite write : commit.files()) {
            if (superseded.contains(write.group())) {
                continue;
            }
            boolean base = FileNames.isBase(write.fileName());
            if (base) {
                rebased.add(write.group());
            }
            if (listing.has(write.path())) {
                if (base) {
                    rows.put(write.path(), write.rows());
                }
            } else if (base || write.isLog()) {
                missing.put(
                        write.path(),
                        new MissingFile(write.path(), commit.instant().time()));
            }
        }
        // Only now: a commit may write a base file and log files of one group, and replaces what was there before it.
        superseded.addAll(rebased);
        superseded.addAll(commit.replaced());
    }

    List<MissingFile> missing() {
        return List.copyOf(missing.values());
    }

    /** Rows of a base file that is listed; null if no commit so far tells. */
    @Nullable
    Long rows(String path) {
        return rows.get(path);
    }
}
