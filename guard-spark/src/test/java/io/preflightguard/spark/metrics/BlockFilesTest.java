package io.preflightguard.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockFilesTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong();

    @BeforeEach
    void makeTheHashedFolders() throws IOException {
        Files.createDirectories(folder.resolve("0a"));
        Files.createDirectories(folder.resolve("3f"));
    }

    @Test
    void eachKindIsAddedUpOverAllFolders() throws IOException {
        write("0a/shuffle_1_2_0.data", 100);
        write("3f/shuffle_1_2_0.index", 10);
        write("0a/temp_shuffle_7c", 20);
        write("0a/temp_local_7d", 30);
        write("3f/rdd_4_1", 40);
        write("3f/broadcast_1", 1_000);

        BlockFiles files = files();

        assertThat(files.bytes(BlockFile.SHUFFLE)).isEqualTo(110);
        assertThat(files.bytes(BlockFile.TEMP_SHUFFLE)).isEqualTo(20);
        assertThat(files.bytes(BlockFile.SPILL)).isEqualTo(30);
        assertThat(files.bytes(BlockFile.CACHED)).isEqualTo(40);
    }

    @Test
    void whatWasSeenIsRememberedForFiveSeconds() throws IOException {
        BlockFiles files = files();
        assertThat(files.bytes(BlockFile.SPILL)).isZero();
        write("0a/temp_local_1", 7);

        clock.set(4 * SECOND);
        assertThat(files.bytes(BlockFile.SPILL)).isZero();
        clock.set(5 * SECOND);
        assertThat(files.bytes(BlockFile.SPILL)).isEqualTo(7);
    }

    @Test
    void aSlowLookIsRememberedForLonger() throws IOException {
        AtomicLong looks = new AtomicLong();
        // Every reading of the clock takes a second, so a look takes one too: 20 seconds of rest.
        BlockFiles files = new BlockFiles(
                List.of(folder.toFile()), () -> clock.addAndGet(looks.incrementAndGet() <= 2 ? SECOND : 0));
        assertThat(files.bytes(BlockFile.SPILL)).isZero();
        write("0a/temp_local_1", 7);

        clock.addAndGet(19 * SECOND);
        assertThat(files.bytes(BlockFile.SPILL)).isZero();
        clock.addAndGet(SECOND);
        assertThat(files.bytes(BlockFile.SPILL)).isEqualTo(7);
    }

    @Test
    void aFolderThatIsGoneHoldsNothing() {
        BlockFiles files = new BlockFiles(List.of(new File("/no/such/folder")), clock::get);

        assertThat(files.bytes(BlockFile.SHUFFLE)).isZero();
    }

    @Test
    void aDiskThatIsGoneShowsMinusOneAndNotAFullDisk() {
        MetricRegistry registry = new MetricRegistry();

        LocalDiskPlugin.register(registry, List.of(folder.toFile(), new File("/no/such/folder")));

        assertThat(value(registry, "local-dir.0.free-bytes")).isPositive();
        assertThat(value(registry, "local-dir.0.used-bytes")).isPositive();
        assertThat(value(registry, "local-dir.1.free-bytes")).isEqualTo(-1);
        assertThat(value(registry, "local-dir.1.used-bytes")).isEqualTo(-1);
    }

    @Test
    void aGaugeNeverThrows() {
        assertThat(new SafeGauge("a", () -> {
                            throw new IOException("gone");
                        })
                        .getValue())
                .isEqualTo(-1);
        assertThat(new SafeGauge("b", () -> {
                            throw new NoSuchMethodError("another Spark");
                        })
                        .getValue())
                .isEqualTo(-1);
    }

    private BlockFiles files() {
        return new BlockFiles(List.of(folder.toFile()), clock::get);
    }

    private void write(String file, int bytes) throws IOException {
        Files.write(folder.resolve(file), new byte[bytes]);
    }

    private static long value(MetricRegistry registry, String name) {
        return (Long) ((Gauge<?>) registry.getMetrics().get(name)).getValue();
    }
}
