package io.preflightguard.hudi.table;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Looks for record keys in a few of a table's latest base files: their footers hold the smallest and the largest key and
 * a Bloom filter, and where that says yes, the file's key column decides. Reads at most {@value #MOST_FILES} footers and
 * {@value #MOST_COLUMNS} key columns, first those of the keys' own paths, then others from the last path backwards: the
 * latest, where paths are dates. Changes nothing.
 */
public final class KeyFinder {

    private static final int MOST_FILES = 32;

    /** Paths that are not the keys' own are to have their share, however many files those have. */
    private static final int MOST_OWN_FILES = 16;

    private static final int MOST_COLUMNS = 8;

    private final BaseFileListing listing;
    private final Configuration hadoop;
    private final Map<String, Set<String>> pathsByKey = new HashMap<>();
    private int files;
    private int columns;
    private boolean behindLogs;

    private KeyFinder(BaseFileListing listing, Configuration hadoop) {
        this.listing = listing;
        this.hadoop = hadoop;
    }

    /**
     * Looks for the keys.
     *
     * @param path the table's base path; a table must stand there
     * @param everywhere whether to look in other paths than the keys' own
     * @throws IOException if a folder or a file cannot be read; the message names it
     */
    public static StoredKeys look(
            String path, Configuration hadoop, Collection<StoredKeys.Wanted> wanted, boolean everywhere)
            throws IOException {
        KeyFinder finder = new KeyFinder(BaseFileListing.of(path, hadoop), hadoop);
        Map<String, String> ownPaths = new TreeMap<>();
        wanted.forEach(key -> ownPaths.put(key.key(), key.path()));
        Set<String> own = new TreeSet<>(ownPaths.values());
        boolean ownPathsRead = true;
        for (String partition : own) {
            ownPathsRead &= finder.look(partition, ownPaths.keySet(), MOST_OWN_FILES);
        }
        if (everywhere && !wanted.isEmpty()) {
            for (String partition : finder.listing.partitions()) {
                if (!own.contains(partition)) {
                    finder.look(partition, ownPaths.keySet(), MOST_FILES);
                }
            }
        }
        return finder.found(ownPaths, ownPathsRead);
    }

    /**
     * How the table spells the record key of some row; empty if it has no base file, or the column is not in it.
     *
     * @param path the table's base path; a table must stand there
     * @param column the only column of the record key
     */
    public static Optional<StoredKeys.Spelling> spelling(String path, Configuration hadoop, String column)
            throws IOException {
        BaseFileListing listing = BaseFileListing.of(path, hadoop);
        for (String partition : listing.partitions()) {
            for (BaseFileListing.Slice slice : listing.latest(partition)) {
                if (slice.base() != null) {
                    return KeyFooter.firstSpelling(slice.base(), hadoop, column);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether all that the path holds was looked through. */
    private boolean look(String partition, Set<String> keys, int mostFiles) throws IOException {
        if (files >= mostFiles) {
            return false;
        }
        boolean complete = true;
        for (BaseFileListing.Slice slice : listing.latest(partition)) {
            complete &= !slice.hasLogs();
            if (slice.base() != null) {
                if (files >= mostFiles) {
                    return false;
                }
                complete &= look(slice.base(), slice.hasLogs(), partition, keys);
            }
        }
        return complete;
    }

    private boolean look(String file, boolean hasLogs, String partition, Set<String> keys) throws IOException {
        files++;
        KeyFooter footer = KeyFooter.read(file, hadoop);
        List<String> maybe = keys.stream().filter(footer::mayHold).toList();
        if (!footer.isKnown()) {
            return false;
        }
        if (maybe.isEmpty()) {
            return true;
        }
        if (columns >= MOST_COLUMNS) {
            return false;
        }
        columns++;
        for (String key : footer.held(maybe)) {
            behindLogs |= hasLogs;
            pathsByKey.computeIfAbsent(key, unseen -> new TreeSet<>()).add(partition);
        }
        return true;
    }

    private StoredKeys found(Map<String, String> ownPaths, boolean ownPathsRead) {
        int own = 0;
        int oneOther = 0;
        int several = 0;
        for (Map.Entry<String, Set<String>> key : pathsByKey.entrySet()) {
            boolean isInOwn = key.getValue().contains(ownPaths.get(key.getKey()));
            own += isInOwn ? 1 : 0;
            several += key.getValue().size() > 1 ? 1 : 0;
            oneOther += !isInOwn && key.getValue().size() == 1 ? 1 : 0;
        }
        return new StoredKeys(ownPaths.size(), files, ownPathsRead, behindLogs, own, oneOther, several);
    }
}
