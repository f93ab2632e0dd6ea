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
    private final boolean logsByCompletion;
    private final Map<FileGroup, String> newestBase = new HashMap<>();
    private final Set<FileGroup> replaced = new HashSet<>();
    private final Map<String, Long> rows = new HashMap<>();
    private final Map<String, MissingFile> missing = new LinkedHashMap<>();
    private int commits;

    /**
     * @param logsByCompletion whether a log file belongs to the newest slice that began before the log file's commit was
     *     completed, as on a timeline of layout 2, and not to the newest that began before its commit did
     */
    CommitScan(FileListing listing, boolean logsByCompletion) {
        this.listing = listing;
        this.logsByCompletion = logsByCompletion;
    }

    /** The next older commit. */
    void add(CommitState commit) {
        commits++;
        Set<FileGroup> rebased = new HashSet<>();
        for (FileWrite write : commit.files()) {
            boolean base = FileNames.isBase(write.fileName());
            if (isSuperseded(write.group(), base, commit.instant())) {
                continue;
            }
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
        rebased.forEach(group -> newestBase.put(group, commit.instant().time()));
        replaced.addAll(commit.replaced());
    }

    private boolean isSuperseded(FileGroup group, boolean base, TimelineInstant commit) {
        if (replaced.contains(group)) {
            return true;
        }
        String newer = newestBase.get(group);
        if (newer == null || base || !logsByCompletion) {
            return newer != null;
        }
        String completion = commit.completionTime();
        // Hudi compares no times of different forms either.
        return completion == null || completion.length() != newer.length() || completion.compareTo(newer) < 0;
    }

    List<MissingFile> missing() {
        return List.copyOf(missing.values());
    }

    /** How many commits were held against the listing. */
    int commits() {
        return commits;
    }

    /** Rows of a base file that is listed; null if no commit so far tells. */
    @Nullable
    Long rows(String path) {
        return rows.get(path);
    }
}
