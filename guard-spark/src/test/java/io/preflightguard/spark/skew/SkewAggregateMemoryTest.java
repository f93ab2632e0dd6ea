package io.preflightguard.spark.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hot key does to a JVM with a heap of 512 MiB, with the guard and without. */
@Tag("long")
class SkewAggregateMemoryTest {

    /** Spark's exit code for OutOfMemoryError: {@code SparkExitCode.OOM}. */
    private static final int OUT_OF_MEMORY = 52;

    private static final String ROWS = "4000000";

    @TempDir
    private Path folder;

    @Test
    void aListOfAHotKeyKillsTheJob() throws Exception {
        Ended ended = run("plain-list");

        assertThat(ended.code).as(ended.output).isEqualTo(OUT_OF_MEMORY);
        assertThat(ended.output).contains("java.lang.OutOfMemoryError");
    }

    @Test
    void theGuardRefusesItInstead() throws Exception {
        Ended ended = run("guarded-list");

        assertThat(ended.code).as(ended.output).isEqualTo(SmallHeapJob.REFUSED);
        assertThat(ended.output)
                .contains("REFUSED [KEY_SKEW_OUT_OF_MEMORY]", "it runs out of memory")
                .doesNotContain("OutOfMemoryError");
    }

    @Test
    void aPercentileOfAHotKeyKillsTheJob() throws Exception {
        Ended ended = run("plain-percentile");

        assertThat(ended.code).as(ended.output).isEqualTo(OUT_OF_MEMORY);
        assertThat(ended.output).contains("java.lang.OutOfMemoryError");
    }

    @Test
    void theTreatedPercentileEndsWell() throws Exception {
        Ended ended = run("guarded-percentile");

        assertThat(ended.code).as(ended.output).isZero();
        assertThat(ended.output).contains("RESULT [[acme,1799999.5]]");
    }

    private record Ended(int code, String output) {}

    private Ended run(String what) throws IOException, InterruptedException {
        File output = folder.resolve(what + ".txt").toFile();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx512m", "-Djava.io.tmpdir=" + folder, "-Dspark.ui.enabled=false"));
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(SmallHeapJob.class.getName(), what, ROWS));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();
        String text = Files.readString(output.toPath());
        assertThat(ended).as(text).isTrue();
        return new Ended(process.exitValue(), text);
    }
}
