package io.preflightguard.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaContractTest {

    @TempDir
    Path folder;

    @Test
    void readsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.avsc"), "\"string\"");

        SchemaContract contract = SchemaContract.file(file.toString());

        assertThat(contract.source().load(History.LATEST).latest().schema()).isEqualTo("\"string\"");
        assertThat(contract.name()).isEqualTo(file.toString());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path binary = Files.write(folder.resolve("b.avsc"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() ->
                        SchemaContract.file(folder + "/none.avsc").source().load(History.ALL))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("none.avsc does not exist");
        assertThatThrownBy(() -> SchemaContract.file(binary.toString()).source().load(History.ALL))
                .hasMessageEndingWith("is not UTF-8 text");
        assertThatThrownBy(() -> SchemaContract.file(folder.toString()).source().load(History.ALL))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void doesNotSayThatAFileElsewhereDoesNotExist() {
        assertThatThrownBy(
                        () -> SchemaContract.file("s3://bucket/a.avsc").source().load(History.ALL))
                .hasMessageContaining("name it with spark.guard.schema.contract");
    }

    @Test
    void holdsAText() throws IOException {
        assertThat(SchemaContract.text("inline", "{}")
                        .source()
                        .load(History.ALL)
                        .latest()
                        .schema())
                .isEqualTo("{}");
    }
}
