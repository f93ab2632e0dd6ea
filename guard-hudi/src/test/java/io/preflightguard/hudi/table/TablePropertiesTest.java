package io.preflightguard.hudi.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hudi.common.table.HoodieTableConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that are not whole, or not those of a table, are refused by name. */
class TablePropertiesTest {

    @TempDir
    Path table;

    private Path file;
    private Path backup;
    private String whole;

    @BeforeEach
    void writeTheSettings() throws IOException {
        file = Files.createDirectories(table.resolve(".hoodie")).resolve("hoodie.properties");
        backup = file.resolveSibling("hoodie.properties.backup");
        Properties named = new Properties();
        named.setProperty("hoodie.table.name", "orders");
        whole = String.join(
                "\n",
                "hoodie.table.name=orders",
                "hoodie.table.type=COPY_ON_WRITE",
                "hoodie.table.version=6",
                "hoodie.table.recordkey.fields=id",
                "hoodie.table.checksum=" + HoodieTableConfig.generateChecksum(named),
                "");
        Files.writeString(file, whole);
    }

    @Test
    void wholeSettingsAreReadAsTheyAre() throws IOException {
        assertThat(read().orElseThrow())
                .containsEntry("hoodie.table.name", "orders")
                .containsEntry("hoodie.table.version", "6")
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "empty | lacks hoodie.table.name, so it is not whole",
                "half | lacks hoodie.table.name, so it is not whole",
                "escape | cannot be parsed",
                "renamed | does not fit its checksum",
                "version | says hoodie.table.version=six, which is no version",
                "noversion | lacks hoodie.table.version but has settings that came later, so it is not whole"
            })
    void brokenSettingsAreNamed(String damage, String problem) throws IOException {
        Files.writeString(
                file,
                switch (damage) {
                    case "empty" -> "";
                    case "half" -> "#Updated at some time\nhoodie.table.ty";
                    case "escape" -> whole + "hoodie.note=\\u12";
                    case "renamed" -> whole.replace("name=orders", "name=order");
                    case "noversion" -> whole.replace("hoodie.table.version=6\n", "");
                    default -> whole.replace("version=6", "version=six");
                });

        assertDamaged(problem);
        Files.writeString(backup, whole);
        assertThat(read().orElseThrow()).as("a writer is changing them").containsEntry("hoodie.table.version", "6");
        assertThatThrownBy(() -> TableProperties.requireWhole(table.toString(), files()))
                .as("Hudi does not ask the backup then")
                .isInstanceOf(DamagedTableException.class);
    }

    @Test
    void missingSettingsAreThoseOfTheBackup() throws IOException {
        Files.move(file, backup);

        assertThat(read().orElseThrow()).containsEntry("hoodie.table.name", "orders");
        TableProperties.requireWhole(table.toString(), files());

        Files.delete(backup);
        assertThat(read()).as("an empty folder is no table").isEmpty();
        Files.writeString(file.resolveSibling("20260101000000000.commit"), "{}");
        assertDamaged("is missing, and so is its backup");
    }

    private void assertDamaged(String problem) {
        assertThatThrownBy(this::read).isInstanceOfSatisfying(DamagedTableException.class, damaged -> {
            assertThat(damaged.file()).isEqualTo(".hoodie/hoodie.properties");
            assertThat(damaged.problem()).isEqualTo(problem);
        });
    }

    private Optional<Map<String, String>> read() throws IOException {
        return TableProperties.read(table.toString(), files());
    }

    private static FileSystem files() throws IOException {
        return FileSystem.getLocal(new Configuration());
    }
}
