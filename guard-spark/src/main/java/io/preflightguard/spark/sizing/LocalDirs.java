package io.preflightguard.spark.sizing;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.SparkEnv;

/**
 * The free disk of Spark's local directories ({@code spark.local.dir}, or what {@code SPARK_LOCAL_DIRS} or YARN's {@code
 * LOCAL_DIRS} say instead).
 */
public final class LocalDirs {

    private LocalDirs() {}

    /**
     * Bytes of shuffle and spill that fit the local directories of the executor, or driver in local mode, that this is
     * called on; empty if that cannot be seen.
     */
    public static OptionalLong usableBytes() {
        try {
            return OptionalLong.of(usable(
                    spaces(SparkEnv.get().blockManager().diskBlockManager().localDirs())));
        } catch (IOException | LinkageError | RuntimeException unseen) {
            return OptionalLong.empty();
        }
    }

    private static List<Space<Object>> spaces(File[] directories) throws IOException {
        List<Space<Object>> spaces = new ArrayList<>();
        for (File directory : directories) {
            spaces.add(new Space<>(
                    disk(directory.toPath()),
                    Files.getFileStore(directory.toPath()).getUsableSpace()));
        }
        return spaces;
    }

    /** What tells its disk apart. A FileStore does not: two mounts of one disk, as containers have them, are two of them. */
    static Object disk(Path directory) throws IOException {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(directory, "unix:dev")
                : Files.getFileStore(directory);
    }

    /**
     * Spark gives every directory the same share of its files, by a hash of their names ({@code
     * DiskBlockManager.getFile}), so the first disk to fill up ends the job, whatever others still have: the least of
     * each disk's free bytes over its share of the directories.
     */
    static <D> long usable(List<Space<D>> directories) {
        Map<D, Integer> directoriesOn = new HashMap<>();
        directories.forEach(directory -> directoriesOn.merge(directory.disk(), 1, Integer::sum));
        return directories.stream()
                .mapToLong(directory -> (long) ((double) directory.free()
                        * directories.size()
                        / directoriesOn.getOrDefault(directory.disk(), 1)))
                .min()
                .orElseThrow(() -> new IllegalArgumentException("Spark has no local directory"));
    }

    /**
     * Where one directory lies.
     *
     * @param disk what tells disks apart
     * @param free bytes that are free on it
     */
    record Space<D>(D disk, long free) {}
}
