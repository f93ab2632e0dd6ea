package io.preflightguard.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitSourceTest {

    @TempDir
    Path folder;

    private Path repository;
    private Path schemas;

    @BeforeEach
    void aRepositoryWithTwoCommits() throws Exception {
        assumeTrue(isInstalled(), "git is not installed");
        repository = Files.createDirectory(folder.resolve("repository"));
        schemas = Files.createDirectory(repository.resolve("schemas"));
        git("init", "--quiet");
        commit("schemas/flights.avsc", "\"int\"".getBytes(StandardCharsets.UTF_8));
        git("tag", "old");
        commit("schemas/flights.avsc", "\"long\" ü".getBytes(StandardCharsets.UTF_8));
        commit("binary.avsc", new byte[] {(byte) 0xff, 0});
        Files.writeString(schemas.resolve("flights.avsc"), "not committed");
    }

    @Test
    void readsTheFileAsTheRevisionHoldsIt() throws IOException {
        SchemaContract contract = SchemaContract.git(repository, "old", "schemas/flights.avsc");

        assertThat(contract.name()).isEqualTo("old:schemas/flights.avsc");
        assertThat(contract.source().load(History.ALL))
                .isEqualTo(Contract.of(new ContractVersion("old:schemas/flights.avsc", "\"int\"")));
        assertThat(schema("HEAD", "schemas/flights.avsc")).isEqualTo("\"long\" ü");
        assertThat(schema("HEAD~2", "schemas/flights.avsc")).isEqualTo("\"int\"");
    }

    @Test
    void aPathWithADotIsRelativeToTheWorkingDirectory() throws IOException {
        assertThat(SchemaContract.git(schemas, "HEAD", "./flights.avsc")
                        .source()
                        .load(History.LATEST)
                        .latest()
                        .schema())
                .isEqualTo("\"long\" ü");
        assertThat(SchemaContract.git(schemas, "HEAD", "schemas/flights.avsc")
                        .source()
                        .load(History.LATEST)
                        .latest()
                        .schema())
                .isEqualTo("\"long\" ü");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> schema("nowhere", "schemas/flights.avsc"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("contract nowhere:schemas/flights.avsc cannot be read from git: "
                        + "revision nowhere is not known in ")
                .hasMessageContaining("fetch it first");
        assertThatThrownBy(() -> schema("old", "binary.avsc"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("revision old holds no file binary.avsc");
        assertThatThrownBy(() -> schema("old", "schemas")).hasMessageContaining("revision old holds no file schemas");
        assertThatThrownBy(() -> schema("HEAD", "binary.avsc")).hasMessageContaining("not UTF-8 text");
    }

    @Test
    void saysThatADirectoryIsNoRepository() throws IOException {
        Files.writeString(folder.resolve(".git"), "gitdir: nowhere"); // or git would find the repository around it

        assertThatThrownBy(() ->
                        SchemaContract.git(folder, "main", "a.avsc").source().load(History.ALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("git cannot read a repository in " + folder)
                .hasMessageContaining("not a git repository");
        assertThatThrownBy(() -> SchemaContract.git(folder.resolve("none"), "main", "a.avsc")
                        .source()
                        .load(History.ALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none does not exist");
    }

    @Test
    void aFileTooLargeToBeASchemaIsNotRead() throws Exception {
        Path large = repository.resolve("large.avsc");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((64L << 20) + 1);
        }
        git("add", "large.avsc");
        git("commit", "--quiet", "-m", "large");

        assertThatThrownBy(() -> schema("HEAD", "large.avsc"))
                .hasMessageContaining("it has 67108865 bytes, the limit is 67108864");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--output=/tmp/x", "-h", "a:b", "a b", "a\nb"})
    void whatGitCouldTakeForSomethingElseIsNoRevision(String revision) {
        assertThatThrownBy(() -> SchemaContract.git(repository, revision, "a.avsc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A git revision is a commit, a tag or a branch");
    }

    @Test
    void anInterruptIsHonoured() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> schema("HEAD", "schemas/flights.avsc")).isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private String schema(String revision, String file) throws IOException {
        return SchemaContract.git(repository, revision, file)
                .source()
                .load(History.ALL)
                .latest()
                .schema();
    }

    private void commit(String file, byte[] content) throws Exception {
        Files.write(repository.resolve(file), content);
        git("add", file);
        git("commit", "--quiet", "-m", file);
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@localhost",
                "-c",
                "commit.gpgsign=false",
                "-c",
                "core.hooksPath="));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
