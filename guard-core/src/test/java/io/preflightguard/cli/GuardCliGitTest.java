package io.preflightguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command against a real git repository, as a pull request's check runs it. */
@Tag("command-line")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GuardCliGitTest {

    private static final String MONEY =
            "{\"type\":\"record\",\"name\":\"shop.Money\",\"fields\":[{\"name\":\"v\",\"type\":\"int\"}]}";
    private static final String ORDER = order("");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void commit() throws IOException, InterruptedException {
        assumeThat(git("init", "--quiet")).as("git is there").isZero();
        Files.createDirectory(folder.resolve("contracts"));
        write("contracts/money.avsc", MONEY);
        write("contracts/order.avsc", ORDER);
        git("add", ".");
        git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "contracts");
    }

    @Test
    void aChangeInATypeThatAnotherFileDefinesIsFound() throws IOException {
        write("contracts/money.avsc", MONEY.replace("\"int\"", "\"string\""));

        int exit = guard("contracts/order.avsc", "--reference", "contracts/money.avsc");

        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString()).contains("price.v: FAIL [TYPE_CHANGED] int -> string");
    }

    @Test
    void allContractsCanBeCheckedWithOneOfThemAsReference() {
        assertThat(guard("contracts/order.avsc", "contracts/money.avsc", "--reference", "contracts/money.avsc"))
                .as(out + " " + err)
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void aTypeThatIsNewNeedNotBeInTheOldRevision() throws IOException {
        write("contracts/address.avsc", MONEY.replace("Money", "Address"));
        write(
                "contracts/order.avsc",
                order(",{\"name\":\"to\",\"type\":[\"null\",\"shop.Address\"],\"default\":null}"));

        assertThat(guard(
                        "contracts/order.avsc",
                        "--reference",
                        "contracts/money.avsc",
                        "--reference",
                        "contracts/address.avsc"))
                .as(out + " " + err)
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("to: INFO [FIELD_ADDED_OPTIONAL]");
    }

    @Test
    void aTypeWithoutItsFileSaysWhatToGive() {
        assertThat(guard("contracts/order.avsc")).isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(out.toString()).contains("'shop.Money' is defined nowhere", "give its file with --reference");
    }

    @Test
    void aFileThatTheRevisionDoesNotHaveIsNewOnlyIfThatIsSaid() throws IOException {
        write("contracts/new.avsc", MONEY.replace("Money", "New"));

        assertThat(guard("contracts/new.avsc")).isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(guard("contracts/new.avsc", "--allow-new")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("(no earlier version): NEW, nothing to compare with");
    }

    @Test
    void anAcceptedFindingThatIsGoneIsSaid() throws IOException {
        write("baseline.json", """
            {"accepted": [{"rule": "TYPE_CHANGED", "path": "order.price", "reason": "once", "expires": "2027-01-01"}]}
            """);

        assertThat(guard("contracts/money.avsc", "--baseline", "baseline.json")).isEqualTo(ExitCode.OK);
        assertThat(err.toString())
                .contains("the baseline accepts TYPE_CHANGED at order.price, and there is no such finding");
    }

    private static String order(String more) {
        return "{\"type\":\"record\",\"name\":\"shop.Order\",\"fields\":[{\"name\":\"price\",\"type\":\"shop.Money\"}"
                + more + "]}";
    }

    private int guard(String... arguments) {
        List<String> all = new ArrayList<>(List.of("schema", "check"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--against", "git:HEAD"));
        return GuardCli.run(
                new Surroundings(
                        folder,
                        Map.of(),
                        LocalDate.of(2026, 11, 21),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true)),
                all.toArray(String[]::new));
    }

    private int git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
