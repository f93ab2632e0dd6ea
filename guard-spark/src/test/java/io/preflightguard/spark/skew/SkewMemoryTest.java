package io.preflightguard.spark.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.spark.ForkedJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a hot key does to a JVM with a heap of 512 MiB, with the guard and without. */
@Tag("long")
class SkewMemoryTest {

    /** Spark's exit code for OutOfMemoryError: {@code SparkExitCode.OOM}. */
    private static final int OUT_OF_MEMORY = 52;

    private static final String ROWS = "4000000";

    @Test
    void aListOfAHotKeyKillsTheJob() throws Exception {
        ForkedJvm.Result ended = run("plain-list");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(OUT_OF_MEMORY);
        assertThat(ended.output()).contains("java.lang.OutOfMemoryError");
    }

    @Test
    void theGuardRefusesItInstead() throws Exception {
        ForkedJvm.Result ended = run("guarded-list");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(SmallHeapJob.REFUSED);
        assertThat(ended.output())
                .contains("REFUSED [KEY_SKEW_OUT_OF_MEMORY]", "it runs out of memory")
                .doesNotContain("OutOfMemoryError");
    }

    @Test
    void aPercentileOfAHotKeyKillsTheJob() throws Exception {
        ForkedJvm.Result ended = run("plain-percentile");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(OUT_OF_MEMORY);
        assertThat(ended.output()).contains("java.lang.OutOfMemoryError");
    }

    @Test
    void theTreatedPercentileEndsWell() throws Exception {
        ForkedJvm.Result ended = run("guarded-percentile");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("RESULT [[acme,1799999.5]]");
    }

    @Test
    void aFullOuterJoinOfAHotKeyKillsTheJob() throws Exception {
        ForkedJvm.Result ended = run("plain-join");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(OUT_OF_MEMORY);
        assertThat(ended.output()).contains("java.lang.OutOfMemoryError");
    }

    @Test
    void theTreatedJoinEndsWell() throws Exception {
        ForkedJvm.Result ended = run("guarded-join");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("RESULT right", "[KEY_SKEW_OUT_OF_MEMORY]", "it runs out of memory");
    }

    @Test
    void aJoinThatCannotBeTreatedIsRefused() throws Exception {
        ForkedJvm.Result ended = run("guarded-join-with-condition");

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(SmallHeapJob.REFUSED);
        assertThat(ended.output())
                .contains("REFUSED [KEY_SKEW_OUT_OF_MEMORY]", "it runs out of memory")
                .doesNotContain("OutOfMemoryError");
    }

    private static ForkedJvm.Result run(String what) throws Exception {
        return ForkedJvm.run(SmallHeapJob.class, 512, what, ROWS);
    }
}
