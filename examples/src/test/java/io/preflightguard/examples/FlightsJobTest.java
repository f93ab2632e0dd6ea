package io.preflightguard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightsJobTest {

    @TempDir
    Path work;

    @Test
    void everySceneEndsAsItShould() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        int exit = FlightsJob.run(
                new String[] {"--work", work.toString()}, new PrintStream(printed, true, StandardCharsets.UTF_8));

        String output = printed.toString(StandardCharsets.UTF_8);
        System.out.println(output);
        assertThat(exit).as("exit code, after printing%n%s", output).isZero();
        assertThat(output)
                .contains("[PREFLIGHT_PASSED] flights: ")
                .contains("written 375000 rows, read back 375000")
                .contains("[KEY_SKEW] 1 blocking finding for flights: origin=ORD: has 8")
                .containsPattern("rows per task   before: 16 tasks, .* largest 1[23]\\.\\d times the mean")
                .containsPattern("rows per task   after:  16 tasks, .* largest 1\\.\\d times the mean")
                .contains("[TYPE_CHANGED] 2 blocking findings for flights: delay: long -> struct<minutes: long")
                .contains("files are byte for byte as before")
                .contains("[LOCAL_DISK_SHORT] 1 blocking finding for flights: ")
                .contains("remedy: --conf spark.io.compression.codec=zstd")
                .contains("All 4 scenes ended as they should");
        assertThat(output.lines().filter(line -> line.startsWith("[")))
                .as("headlines")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(200));
        assertThat(output.lines().filter(line -> line.startsWith("  cost ")))
                .as("full reports")
                .hasSize(4);
    }

    @Test
    void wrongArgumentsAreSaidSo() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

        assertThat(FlightsJob.run(new String[] {"--inptu", "x"}, out)).isEqualTo(2);
        assertThat(FlightsJob.run(new String[] {"--input"}, out)).isEqualTo(2);
        assertThat(FlightsJob.run(new String[] {"--input", "none.parquet"}, out))
                .isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("unknown argument --inptu", "--input needs a value", "input none.parquet does not exist");
    }
}
