package io.preflightguard.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.contract.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkContractsTest {

    @TempDir
    Path folder;

    @Test
    void readsPathsAndUris() throws IOException {
        Path file = Files.writeString(folder.resolve("c.avsc"), "\"int\"");

        assertThat(SparkContracts.file(file.toString(), new Configuration())
                        .source()
                        .load(History.LATEST)
                        .latest()
                        .schema())
                .isEqualTo("\"int\"");
        assertThat(SparkContracts.file("file://" + file, new Configuration())
                        .source()
                        .load(History.LATEST)
                        .latest()
                        .schema())
                .isEqualTo("\"int\"");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> SparkContracts.file("file://" + folder + "/none.avsc", new Configuration())
                        .source()
                        .load(History.LATEST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.avsc does not exist");
        assertThatThrownBy(() -> SparkContracts.file("nosuch://a/b.avsc", new Configuration())
                        .source()
                        .load(History.LATEST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nosuch");
    }
}
