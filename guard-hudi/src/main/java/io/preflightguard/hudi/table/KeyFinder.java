package io.preflightguard.hudi.table;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

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
    private boolean complete = true;
    private @Nullable String example;

    private KeyFinder(BaseFileListing listing, Configuration hadoop) {
        this.listing = listing;
        this.hadoop = hadoop;
    }

    /**
     * Looks for the keys.
     *
     * @param path the table's base path; a table must stand there
     * @param wanted the keys; of none, only an example of a stored key is looked for
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
        for (String partition : own) {
            finder.look(partition, ownPaths.keySet(), MOST_OWN_FILES);
        }
        if (everywhere || wanted.isEmpty()) {
            for (String partition : finder.listing.partitions()) {
                if (!own.contains(partition)) {
                    finder.look(partition, ownPaths.keySet(), wanted.isEmpty() ? 1 : MOST_FILES);
                }
            }
            finder.complete &= finder.listing.isComplete();
        } else {
            finder.complete = false;
        }
        return finder.found(ownPaths);
    }

    private void look(String partition, Set<String> keys, int mostFiles) throws IOException {
        List<String> latest = files < mostFiles ? listing.latestBaseFiles(partition) : List.of();
        complete &= files < mostFiles;
        for (String file : latest) {
            if (files >= mostFiles) {
                complete = false;
                return;
            }
            files++;
            KeyFooter footer = KeyFooter.read(file, hadoop);
            example = example == null ? footer.smallestKey() : example;
            List<String> maybe = keys.stream().filter(footer::mayHold).toList();
            if (maybe.isEmpty() || !footer.isKnown()) {
                complete &= footer.isKnown();
            } else if (columns < MOST_COLUMNS) {
                columns++;
                footer.held(maybe).forEach(key -> pathsByKey
                        .computeIfAbsent(key, unseen -> new TreeSet<>())
                        .add(partition));
            } else {
                complete = false;
            }
        }
    }

    private StoredKeys found(Map<String, String> ownPaths) {
        int own = 0;
        int oneOther = 0;
        int several = 0;
        for (Map.Entry<String, Set<String>> key : pathsByKey.entrySet()) {
            boolean isInOwn = key.getValue().contains(ownPaths.get(key.getKey()));
            own += isInOwn ? 1 : 0;
            several += key.getValue().size() > 1 ? 1 : 0;
            oneOther += !isInOwn && key.getValue().size() == 1 ? 1 : 0;
        }
        return new StoredKeys(ownPaths.size(), files, complete, own, oneOther, several, example);
    }
}
