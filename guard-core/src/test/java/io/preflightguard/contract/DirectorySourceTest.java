package io.preflightguard.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTest {

    @TempDir
    Path folder;

    @Test
    void versionsComeInTheOrderPeopleCount() throws IOException {
        for (String name : new String[] {"v10", "v2", "v1", "v0x", "v02", "V9"}) {
            Files.writeString(folder.resolve(name + ".avsc"), "\"" + name + "\"");
        }
        Files.writeString(folder.resolve("README.md"), "no version");
        Files.writeString(folder.resolve("._v11.avsc"), "no version either");
        Files.createDirectory(folder.resolve("v12.avsc"));

        Contract contract = SchemaContract.directory(folder.toString()).source().load(History.ALL);

        assertThat(contract.versions())
                .extracting(ContractVersion::label)
                .containsExactly("V9.avsc", "v0x.avsc", "v1.avsc", "v02.avsc", "v2.avsc", "v10.avsc");
        assertThat(contract.latest().schema()).isEqualTo("\"v10\"");
        assertThat(contract.level()).isEmpty();
    }

    @Test
    void theLatestIsTheLast() throws IOException {
        Files.writeString(folder.resolve("20240101.avsc"), "\"old\"");
        Files.writeString(folder.resolve("20240102.avsc"), "\"new\"");
        Files.write(folder.resolve("20231231.avsc"), new byte[] {(byte) 0xff});

        Contract contract = SchemaContract.directory(folder.toString()).source().load(History.LATEST);

        assertThat(contract.versions()).containsExactly(new ContractVersion("20240102.avsc", "\"new\""));
    }

    @Test
    void numbersOfAnyLengthAreCompared() {
        assertThat(NaturalOrder.INSTANCE.compare("v99999999999999999999", "v100000000000000000000"))
                .isNegative();
        assertThat(NaturalOrder.INSTANCE.compare("v1", "v1")).isZero();
        assertThat(NaturalOrder.INSTANCE.compare("v1", "v1-a")).isNegative();
    }

    @Test
    void saysWhatIsWrongWithADirectory() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "");

        assertThatThrownBy(() -> load(folder.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("contract directory " + folder + " holds no .avsc file");
        assertThatThrownBy(() -> load(folder + "/none")).hasMessageEndingWith("none does not exist");
        assertThatThrownBy(() -> load(file.toString())).hasMessageEndingWith("a.txt is a file; name its directory");
        assertThatThrownBy(() -> load("s3://bucket/schemas")).hasMessageContaining("not on this machine");
    }

    private static Contract load(String directory) throws IOException {
        return SchemaContract.directory(directory).source().load(History.ALL);
    }
}
