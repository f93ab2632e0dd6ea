package io.preflightguard.spark.metrics;

import java.io.File;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of Spark's files in its block manager's folders. Looks at every file, so it remembers what it saw for five seconds,
 * or for twenty times as long as the look took if that is more: it takes at most a twentieth of one core. Thread-safe.
 */
final class BlockFiles {

    private static final long REMEMBERED_NANOS = 5_000_000_000L;
    private static final long REST_TO_WORK = 20;

    private final List<File> folders;
    private final LongSupplier nanoTime;
    private @Nullable Map<BlockFile, Long> seen;
    private long ended;
    private long took;

    /**
     * @param folders the folders {@code blockmgr-...}, each with Spark's hashed folders below
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    BlockFiles(List<File> folders, LongSupplier nanoTime) {
        this.folders = List.copyOf(folders);
        this.nanoTime = nanoTime;
    }

    synchronized long bytes(BlockFile kind) {
        long now = nanoTime.getAsLong();
        Map<BlockFile, Long> known = seen;
        if (known == null || now - ended >= Math.max(REMEMBERED_NANOS, REST_TO_WORK * took)) {
            known = look();
            seen = known;
            ended = nanoTime.getAsLong();
            took = ended - now;
        }
        return known.getOrDefault(kind, 0L);
    }

    private Map<BlockFile, Long> look() {
        Map<BlockFile, Long> bytes = new EnumMap<>(BlockFile.class);
        for (File folder : folders) {
            for (File hashed : children(folder)) {
                for (File file : children(hashed)) {
                    BlockFile.of(file.getName()).ifPresent(kind -> bytes.merge(kind, file.length(), Long::sum));
                }
            }
        }
        return bytes;
    }

    /** None of a file, or of a folder that Spark removes meanwhile. */
    private static List<File> children(File folder) {
        File[] files = folder.listFiles();
        return files == null ? List.of() : List.of(files);
    }
}
