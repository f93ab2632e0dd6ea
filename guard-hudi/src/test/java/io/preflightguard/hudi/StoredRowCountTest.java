package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.hudi.table.FileSliceState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredRowCountTest {

    @Test
    void whatIsKnownIsCounted() {
        StoredRowCount rows =
                StoredRowCount.of(List.of(slice("a", 100, 10L), slice("b", 100, 5L)), slice -> slice.partitionPath()
                        .equals("a"));

        assertThat(rows.least()).isEqualTo(10);
        assertThat(rows.most()).isEqualTo(10);
    }

    @Test
    void aFileWhoseCommitIsArchivedHasAtMostAsManyAsTheDensest() {
        List<FileSliceState> slices = List.of(slice("a", 100, 10L), slice("a", 100, 20L), slice("a", 300, null));

        StoredRowCount rows = StoredRowCount.of(slices, slice -> true);

        assertThat(StoredRowCount.isKnown(slices)).isTrue();
        assertThat(rows.least()).isEqualTo(30);
        assertThat(rows.most()).as("300 bytes at 20 rows in 100").isEqualTo(90);
    }

    @Test
    void nothingIsKnownOfFilesOfWhichNoCommitTells() {
        assertThat(StoredRowCount.isKnown(List.of(slice("a", 100, null)))).isFalse();
        assertThat(StoredRowCount.isKnown(List.of(slice("a", 0, null))))
                .as("log files only: an index of base files reads none")
                .isTrue();
        assertThat(StoredRowCount.isKnown(List.of())).isTrue();
    }

    private static FileSliceState slice(String path, long bytes, @Nullable Long rows) {
        return new FileSliceState(path, "file", "001", bytes, rows, 0, 0, false, bytes == 0 ? "" : path + "/file");
    }
}
