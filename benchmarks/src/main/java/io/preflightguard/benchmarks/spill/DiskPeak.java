package io.preflightguard.benchmarks.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The most bytes that lie in a folder while something runs, looked at every 20 ms: shorter peaks are missed. */
final class DiskPeak implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    private final Path folder;
    private final long before;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread watcher;
    private volatile long peak;

    DiskPeak(Path folder) {
        this.folder = folder;
        this.before = bytes();
        this.peak = before;
        this.watcher = new Thread(this::watch, "disk-peak");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Bytes beyond those that lay there before. */
    long bytesMore() {
        return peak - before;
    }

    private void watch() {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, bytes());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private long bytes() {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toFile).mapToLong(file -> file.isFile() ? file.length() : 0).sum();
        } catch (IOException | UncheckedIOException vanished) {
            return 0; // a folder that was deleted meanwhile: the next look counts
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        watcher.join();
    }
}
