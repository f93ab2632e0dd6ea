package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a write does whose shuffle does not fit the disk of Spark's local directories, with the guard and without. */
@Tag("long")
class SmallDiskTest {

    private static final int HEAP = 1_500;
    private static final String ROWS = "300000";
    private static final long DISK = 72L << 20;

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(mounted(), "only root may mount a disk of a size of its own");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void unguardedTheDiskFillsUp() throws Exception {
        ForkedJvm.Result ended = job("none", disk, "lz4");

        assertThat(ended.exitCode()).as(ended.output()).isNotZero();
        assertThat(ended.output()).contains("No space left on device");
    }

    @Test
    void guardedItIsRefusedWithWhatItNeeds() throws Exception {
        ForkedJvm.Result roomy = job("none", folder.resolve("roomy"), "lz4");
        long needed = number("shuffled (\\d+)", roomy);
        FileUtils.deleteDirectory(folder.resolve("table").toFile());

        ForkedJvm.Result refused = job("check", disk, "lz4");

        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(SmallMachineJob.REFUSED);
        assertThat(refused.output())
                .contains("REFUSED [LOCAL_DISK_SHORT]", "--conf spark.io.compression.codec=zstd")
                .doesNotContain("No space left on device: ");
        long predicted = number("MEASURED local disk needed per worker: (\\d+)", refused);
        long free = number("MEASURED free local disk per worker: (\\d+)", refused);
        System.out.printf("needed %d, predicted %d; disk %d, seen free %d%n", needed, predicted, DISK, free);
        assertThat(predicted).as("bytes needed").isCloseTo(needed, Percentage.withPercentage(25));
        assertThat(free).as("bytes free").isCloseTo(DISK, Percentage.withPercentage(25));
        assertThat(folder.resolve("table")).as("nothing was written").doesNotExist();
    }

    @Test
    void withTheAdvisedCodecItEndsWell() throws Exception {
        ForkedJvm.Result ended = job("check", disk, "zstd");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(number("WRITTEN (\\d+) rows", ended)).isCloseTo(Long.parseLong(ROWS), within(0L));
    }

    private ForkedJvm.Result job(String guard, Path local, String codec) throws Exception {
        return ForkedJvm.run(
                SmallMachineJob.class, HEAP, "sorted", guard, folder.toString(), local.toString(), codec, ROWS);
    }

    private static long number(String pattern, ForkedJvm.Result ended) {
        Matcher found = Pattern.compile(pattern).matcher(ended.output());
        assertThat(found.find()).as(ended.output()).isTrue();
        return Long.parseLong(found.group(1));
    }

    private boolean mounted() throws InterruptedException {
        try {
            return run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString()) == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
