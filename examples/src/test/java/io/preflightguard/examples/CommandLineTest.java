package io.preflightguard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar, in a process of its own, on the contract of the flights. */
class CommandLineTest {

    private static final String CONTRACT = "contracts/flights.avsc";

    @TempDir
    Path folder;

    @Test
    void passesACopyOfTheContract() throws Exception {
        Files.copy(Path.of(CONTRACT), folder.resolve("copy.avsc"));

        Run run = guard("schema", "check", CONTRACT, "--against", "file:" + folder.resolve("copy.avsc"));

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .startsWith("contracts/flights.avsc against ")
                .endsWith(", level additive: PASS, 0 fail, 0 warn, 0 info\n");
    }

    @Test
    void refusesTheDriftOfTheDemo() throws Exception {
        Path drifted = folder.resolve("flights.avsc");
        Files.writeString(
                drifted,
                Files.readString(Path.of(CONTRACT))
                        .replace(
                                "\"delay\", \"type\": [\"null\", \"long\"]",
                                "\"delay\", \"type\": [\"null\", {\"type\": \"record\", \"name\": \"Delay\", \"fields\":"
                                        + " [{\"name\": \"minutes\", \"type\": \"long\"}]}]"));

        Run run = guard("schema", "check", drifted.toString(), "--against", "file:" + CONTRACT, "--format", "github");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
        assertThat(run.output())
                .startsWith("::error file=")
                .contains("line=8,title=TYPE_CHANGED::delay: FAIL [TYPE_CHANGED] long -> struct<minutes: long>");
    }

    @Test
    void whatCouldNotBeCheckedIsNoPass() throws Exception {
        Run run = guard("schema", "check", CONTRACT, "--against", "file:" + folder.resolve("none.avsc"));

        assertThat(run.exitCode()).as(run.output()).isEqualTo(3);
    }

    @Test
    void showsThePageOfARule() throws Exception {
        Run run = guard("rules", "show", "TYPE_CHANGED");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).startsWith("# TYPE_CHANGED\n").contains("## What to do");
    }

    private record Run(int exitCode, String output) {}

    private static Run guard(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", "target/guard.jar"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the command ends").isTrue();
        return new Run(process.exitValue(), output);
    }
}
