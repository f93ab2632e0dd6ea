package io.preflightguard.spark.sample;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Follows the record keys with the smallest 64-bit ids through one input partition. All but a few rows cost one
 * comparison. Not thread-safe.
 */
final class KeyFollower {

    /** Bounds how rare a repeated key is still found, and a task's result to about 400 kB. */
    static final int MOST_KEYS = 4096;

    /** Keys whose values are kept, for who wants to look them up elsewhere. */
    static final int MOST_NAMED = 128;

    /** The values of a longer key would fill the task's result. */
    private static final int LONGEST = 1024;

    private final int recordKeyColumn;
    private final int pathColumn;
    private final TreeMap<Long, Followed> keys = new TreeMap<>(Long::compareUnsigned);

    /** Ids above this are not followed. */
    private long limit = -1;

    /**
     * @param recordKeyColumn where the record key's columns start in a row
     * @param pathColumn where the partition path's columns start, or -1
     */
    KeyFollower(int recordKeyColumn, int pathColumn) {
        this.recordKeyColumn = recordKeyColumn;
        this.pathColumn = pathColumn;
    }

    /** Takes note of a row. */
    void see(InternalRow row) {
        long id = row.getLong(recordKeyColumn + KeyCounter.ID);
        if (Long.compareUnsigned(id, limit) > 0 || row.isNullAt(recordKeyColumn + KeyCounter.TEXT)) {
            return; // a null key is another rule's
        }
        long path = pathColumn < 0 ? 0 : row.getLong(pathColumn + KeyCounter.ID);
        Followed seen = keys.get(id);
        if (seen == null) {
            keys.put(id, new Followed(id, text(row, recordKeyColumn), path, text(row, pathColumn), 1, false));
        } else {
            keys.put(id, seen.again(path));
        }
        if (keys.size() > MOST_KEYS) {
            limit = keys.pollLastEntry().getKey() - 1;
        }
    }

    private static @Nullable String text(InternalRow row, int column) {
        if (column < 0 || row.isNullAt(column + KeyCounter.TEXT)) {
            return "";
        }
        UTF8String text = row.getUTF8String(column + KeyCounter.TEXT);
        // toString copies: the row's memory is used again for the next one.
        return text.numBytes() > LONGEST ? null : text.toString();
    }

    FollowedSplit followed() {
        List<Followed> all = List.copyOf(keys.values());
        return new FollowedSplit(
                IntStream.range(0, all.size())
                        .mapToObj(i -> i < MOST_NAMED ? all.get(i) : all.get(i).unnamed())
                        .toList(),
                limit);
    }

    /**
     * What several partitions show together.
     *
     * @param allRead whether these are all rows of the input
     */
    static FollowedKeys merge(List<Counted> splits, boolean allRead) {
        List<FollowedSplit> parts = splits.stream().map(Counted::followed).toList();
        long limit = parts.stream()
                .map(FollowedSplit::limit)
                .min(Long::compareUnsigned)
                .orElse(-1L);
        TreeMap<Long, Followed> merged = new TreeMap<>(Long::compareUnsigned);
        parts.stream()
                .flatMap(part -> part.keys().stream())
                .filter(key -> Long.compareUnsigned(key.id(), limit) <= 0)
                .forEach(key -> merged.merge(key.id(), key, Followed::plus));
        return new FollowedKeys(
                splits.stream().mapToLong(Counted::rows).sum(),
                merged.size(),
                merged.values().stream().mapToLong(Followed::rows).sum(),
                merged.values().stream().filter(key -> key.rows() > 1).count(),
                merged.values().stream().filter(Followed::repeatedInOnePath).count(),
                merged.values().stream().filter(Followed::inSeveralPaths).count(),
                allRead && limit == -1,
                merged.values().stream()
                        .limit(MOST_NAMED)
                        .map(Followed::named)
                        .filter(Objects::nonNull)
                        .toList());
    }
}
