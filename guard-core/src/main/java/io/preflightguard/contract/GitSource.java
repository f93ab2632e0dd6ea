package io.preflightguard.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * A contract in a file as a git revision holds it. Asks git twice: which object it is and how large, then for its
 * content. {@code cat-file} rather than {@code show}, which would give the listing of a directory as if it were a
 * contract.
 */
record GitSource(Path workingDirectory, String revision, String file) implements ContractSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long MAX_BYTES = 64L << 20;

    GitSource {
        Objects.requireNonNull(workingDirectory, "workingDirectory");
        requireOneWord(revision);
        if (file.isBlank() || file.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The file of a git contract is a path such as schemas/flights.avsc");
        }
    }

    /** Git would take a dash for an option, a colon for the revision's end and a line break for another question. */
    private static void requireOneWord(String revision) {
        if (revision.isEmpty()
                || revision.startsWith("-")
                || revision.contains(":")
                || revision.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new IllegalArgumentException(
                    "A git revision is a commit, a tag or a branch such as origin/main, without colon or white space, "
                            + "and does not start with a dash");
        }
    }

    String label() {
        return revision + ":" + file;
    }

    @Override
    public Contract load(History history) throws IOException {
        if (!Files.isDirectory(workingDirectory)) {
            throw problem("directory " + workingDirectory + " does not exist", "name a directory of the repository");
        }
        Git git = new Git(workingDirectory, TIMEOUT);
        Git.Answer found = run(git, revision + "^{tree}\n" + label() + "\n", "cat-file", "--batch-check");
        if (!found.succeeded()) {
            throw problem(
                    "git cannot read a repository in " + workingDirectory.toAbsolutePath() + " (" + found.complaint()
                            + ")",
                    "name a directory of the repository");
        }
        String[] lines = found.output().split("\n", -1);
        if (lines.length < 2 || !isObject(lines[0], "tree")) {
            throw problem(
                    "revision " + revision + " is not known in " + workingDirectory.toAbsolutePath(),
                    "fetch it first, or name another one; clones in CI often hold one branch only");
        }
        if (!isObject(lines[1], "blob")) {
            throw new NoSuchContractException(message(
                    "revision " + revision + " holds no file " + file,
                    "state its path from the root of the repository, or with ./ from " + workingDirectory));
        }
        String[] object = lines[1].split(" ", -1);
        long size = Long.parseLong(object[2]);
        if (size > MAX_BYTES) {
            throw problem("it has " + size + " bytes, the limit is " + MAX_BYTES, "check the path");
        }
        Git.Answer content = run(git, "", "cat-file", "blob", object[0]);
        if (!content.succeeded()) {
            throw problem(
                    "git cannot read object " + object[0] + " (" + content.complaint() + ")",
                    "check the repository with git fsck");
        }
        return Contract.of(new ContractVersion(label(), content.output()));
    }

    private Git.Answer run(Git git, String input, String... arguments) throws IOException {
        try {
            return git.run(input, arguments);
        } catch (Git.FailedException failed) {
            throw problem(String.valueOf(failed.getMessage()), failed.wayOut());
        }
    }

    /** Whether a line of {@code --batch-check} is {@code <object> <type> <size>}, not {@code <name> missing}. */
    private static boolean isObject(String line, String type) {
        return line.matches("[0-9a-f]{40,64} " + type + " [0-9]{1,18}");
    }

    private IOException problem(String what, String wayOut) {
        return new IOException(message(what, wayOut));
    }

    private String message(String what, String wayOut) {
        return "contract " + label() + " cannot be read from git: " + what + "; " + wayOut;
    }
}
