package io.preflightguard.hudi.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeTableTest {

    @TempDir
    Path folder;

    @Test
    void everySliceOfFiveThousandIsSeen() throws IOException {
        Path table = folder.resolve("orders");
        FabricatedTable.create(table, 50, 100);

        TableFiles files = Tables.open(table).contents().files();

        assertThat(files.slices()).hasSize(5000).allSatisfy(slice -> {
            assertThat(slice.baseBytes()).isEqualTo(FabricatedTable.BYTES);
            assertThat(slice.baseRows()).isEqualTo(FabricatedTable.ROWS);
        });
        assertThat(files.missing()).isEmpty();
    }

    @Test
    void oneFileThatIsMissingAmongFiveThousandIsSeen() throws IOException {
        Path table = folder.resolve("orders");
        FabricatedTable.create(table, 50, 100);
        List<Path> files = Tables.dataFiles(table.resolve("p17"));
        Files.delete(files.get(42));

        assertThat(Tables.open(table).contents().files().missing())
                .extracting(MissingFile::path)
                .containsExactly(table.relativize(files.get(42)).toString());
    }
}
