package io.preflightguard.contract;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs git, without a shell, without asking anybody anything, and within a time. Output goes through files of its own,
 * so that no thread is needed to read it and no pipe can fill up.
 */
final class Git {

    private static final int MAX_COMPLAINT = 200;

    private final Path directory;
    private final long end; // of System.nanoTime
    private final Duration timeout;

    /** @param timeout for all runs together, from now */
    Git(Path directory, Duration timeout) {
        this.directory = directory;
        this.timeout = timeout;
        this.end = System.nanoTime() + timeout.toNanos();
    }

    /**
     * @param status the exit status
     * @param output what git wrote, in UTF-8
     * @param complaint the first line of what it wrote to its error stream
     */
    record Answer(int status, String output, String complaint) {

        boolean succeeded() {
            return status == 0;
        }
    }

    /** Git could not be run to its end. */
    static final class FailedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String wayOut;

        FailedException(String message, String wayOut) {
            super(message);
            this.wayOut = wayOut;
        }

        String wayOut() {
            return wayOut;
        }
    }

    Answer run(String input, String... arguments) throws IOException, FailedException {
        Path output = Files.createTempFile("preflight-guard-git", ".out");
        try {
            Path errors = Files.createTempFile("preflight-guard-git", ".err");
            try {
                int status = run(input, List.of(arguments), output, errors);
                return new Answer(status, Files.readString(output, StandardCharsets.UTF_8), firstLine(errors));
            } catch (CharacterCodingException notText) {
                throw new FailedException("it is not UTF-8 text", "store the schema in UTF-8");
            } finally {
                Files.deleteIfExists(errors);
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private int run(String input, List<String> arguments, Path output, Path errors)
            throws IOException, FailedException {
        Process process = start(arguments, output, errors);
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException ended) {
                // Git has already complained and gone; its status and its complaint say more than a broken pipe.
            }
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new FailedException(
                        "git gave no answer within " + timeout.toSeconds() + " s",
                        "in a partial clone, which asks its remote for what it lacks, fetch the revision first");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("reading from git was interrupted").initCause(interrupted);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(List<String> arguments, Path output, Path errors) throws FailedException {
        List<String> command = new ArrayList<>(List.of("git", "--no-pager"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("LC_ALL", "C");
        // Inside a git hook these name the repository of the hook, whatever the directory is.
        environment.keySet().removeAll(List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX"));
        try {
            return builder.start();
        } catch (IOException notFound) {
            throw new FailedException(
                    "git cannot be started (" + notFound.getMessage() + ")", "install git or put it on the PATH");
        }
    }

    private static String firstLine(Path errors) throws IOException {
        String text = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8).strip();
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        line = line.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MAX_COMPLAINT ? line : line.substring(0, MAX_COMPLAINT) + "...";
    }
}
