package io.preflightguard.benchmarks.spill;

import io.preflightguard.benchmarks.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The disk that Spark's local directory lies on: this machine's, or a tmpfs of a size of its own, which only root may
 * mount. Not thread-safe.
 */
final class LocalDisk {

    private static final long AMPLE = 4L << 30;
    private static final long PAGE = 4096;

    /** At files that Spark may be deleting itself. */
    private static final int MOST_LOOKS = 10;

    private final Path folder;
    private final boolean sized;

    private LocalDisk(Path folder, boolean sized) {
        this.folder = folder;
        this.sized = sized;
    }

    /**
     * Takes the disk.
     *
     * @param kind {@code ample} for the one that the folder lies on, {@code least} for one that {@link #leave} makes small
     */
    static LocalDisk of(String kind, Path folder) throws IOException, InterruptedException {
        LocalDisk disk =
                switch (kind) {
                    case "ample" -> new LocalDisk(folder, false);
                    case "least" -> new LocalDisk(folder, true);
                    default -> throw new IllegalArgumentException("'" + kind + "' is not one of ample, least");
                };
        if (disk.sized) {
            Files.createDirectories(folder);
            run("mount", "-t", "tmpfs", "-o", "size=" + AMPLE, "tmpfs", folder.toString());
        }
        return disk;
    }

    /** Leaves so many bytes free, rounded up to a page, once what earlier writes shuffled is deleted. */
    void leave(double bytes) throws IOException, InterruptedException {
        if (sized) {
            deleteShuffles();
            FileStore store = Files.getFileStore(folder);
            long used = store.getTotalSpace() - store.getUsableSpace();
            resize(used + (long) Math.ceil(Math.max(1, bytes) / PAGE) * PAGE);
        }
    }

    /** Leaves more than any write needs. */
    void leaveAll() throws IOException, InterruptedException {
        if (sized) {
            resize(AMPLE);
        }
    }

    Path folder() {
        return folder;
    }

    private void resize(long size) throws IOException, InterruptedException {
        run("mount", "-o", "remount,size=" + size, folder.toString());
    }

    /** Spark deletes them when the driver's collector finds their shuffle, which may be amid the next write. */
    private void deleteShuffles() throws IOException {
        for (int look = 0; ; look++) {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> shuffles = files.filter(
                                file -> file.getFileName().toString().startsWith("shuffle_"))
                        .toList();
                for (Path file : shuffles) {
                    Files.deleteIfExists(file);
                }
                return;
            } catch (UncheckedIOException vanished) {
                if (look == MOST_LOOKS) {
                    throw vanished;
                }
            }
        }
    }

    /** Gives the disk back, and deletes the folder. */
    void release() throws IOException, InterruptedException {
        if (sized) {
            run("umount", "-l", folder.toString());
        }
        LocalSpark.delete(folder);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }
}
