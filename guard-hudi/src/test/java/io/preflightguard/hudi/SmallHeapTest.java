package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a write does whose input joins a file of a few MB that holds more rows than the heap does: Spark broadcasts it by
 * the file's size.
 */
@Tag("long")
class SmallHeapTest {

    private static final int HEAP = 700;

    /** 32 bytes each at least: 763 MiB. */
    private static final String ROWS = "25000000";

    @TempDir
    Path folder;

    @Test
    void unguardedTheJobRunsOutOfMemory() throws Exception {
        ForkedJvm.Result ended = job("none");

        assertThat(ended.exitCode()).as(ended.output()).isNotZero();
        assertThat(ended.output())
                .as("Spark's own words for an OutOfMemoryError where it builds the broadcast, or the error itself")
                .containsAnyOf("Not enough memory to build and broadcast", "java.lang.OutOfMemoryError");
    }

    @Test
    void guardedItIsRefusedBeforeAnyRowIsRead() throws Exception {
        ForkedJvm.Result ended = job("check");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(SmallMachineJob.REFUSED);
        assertThat(ended.output())
                .contains("REFUSED [BROADCAST_TOO_LARGE]", "25,000,000 rows")
                .doesNotContain("java.lang.OutOfMemoryError");
    }

    @Test
    void repairedItEndsWellAndTheSettingIsPutBack() throws Exception {
        ForkedJvm.Result ended = job("repair");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("spark.sql.autoBroadcastJoinThreshold", "WRITTEN 10000 rows")
                .contains("PUT BACK true")
                .doesNotContain("java.lang.OutOfMemoryError");
    }

    private ForkedJvm.Result job(String guard) throws Exception {
        return ForkedJvm.run(
                SmallMachineJob.class,
                HEAP,
                "joined",
                guard,
                folder.toString(),
                folder.resolve("local").toString(),
                "lz4",
                ROWS);
    }
}
