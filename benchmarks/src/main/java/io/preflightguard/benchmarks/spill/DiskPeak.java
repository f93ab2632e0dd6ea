package io.preflightguard.benchmarks.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The most bytes of new files that lie in a folder while something runs, looked at every 20 ms: shorter peaks are missed. */
final class DiskPeak implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    private final Path folder;
    private final Set<Path> before;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread watcher;
    private volatile long peak;

    DiskPeak(Path folder) {
        this.folder = folder;
        this.before = files();
        this.watcher = new Thread(this::watch, "disk-peak");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Bytes of files that were not there before. */
    long bytes() {
        return peak;
    }

    private void watch() {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                long bytes = 0;
                for (Path file : files()) {
                    bytes += before.contains(file) ? 0 : file.toFile().length();
                }
                peak = Math.max(peak, bytes);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<Path> files() {
        if (!Files.exists(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException vanished) {
            return Set.of(); // a folder that was deleted meanwhile: the next look counts
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            watcher.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
