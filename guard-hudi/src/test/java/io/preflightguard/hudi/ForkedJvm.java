package io.preflightguard.hudi;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM of its own, which may be broken without harm to other tests. */
final class ForkedJvm {

    private static final int MOST_MINUTES = 5;

    private ForkedJvm() {}

    /** What the process did: its exit code, and what it printed. */
    record Result(int exitCode, String output) {}

    /** Runs {@code main} with a heap of so many MiB and the options that Spark needs. */
    static Result run(Class<?> main, int heapMegabytes, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-")
                        || option.startsWith("-XX:+Ignore")
                        || option.startsWith("-Djava.io.tmpdir")
                        || option.startsWith("-Djdk."))
                .forEach(command::add);
        command.add("-Xmx" + heapMegabytes + "m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        // Into a file: who reads until the process closes its output waits for one that hangs.
        Path output = Files.createTempFile("forked-jvm", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
            String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            if (!ended) {
                throw new IOException("the process did not end: " + said);
            }
            return new Result(process.exitValue(), said);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
