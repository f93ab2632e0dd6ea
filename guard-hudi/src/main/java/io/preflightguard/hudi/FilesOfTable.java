package io.preflightguard.hudi;

import io.preflightguard.hudi.table.CommitState;
import io.preflightguard.hudi.table.FileSliceState;
import io.preflightguard.hudi.table.TableState;
import io.preflightguard.upsert.PastWrite;
import io.preflightguard.upsert.PastWrite.Action;
import io.preflightguard.upsert.PastWrite.WrittenFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The files of a table that was looked at. */
final class FilesOfTable implements ExistingFiles {

    /** Hudi archives from 30 on by default. */
    private static final int MOST_WRITES = 100;

    private final TableState.Present table;

    FilesOfTable(TableState.Present table) {
        this.table = table;
    }

    @Override
    public Map<String, String> properties() {
        return table.properties();
    }

    @Override
    public List<FileSliceState> slices() throws IOException {
        return table.fileSlices();
    }

    @Override
    public List<PastWrite> writes() throws IOException {
        return table.commits(MOST_WRITES).stream().map(FilesOfTable::write).toList();
    }

    private static PastWrite write(CommitState commit) {
        Action action =
                switch (commit.instant().action()) {
                    case "deltacommit" -> Action.DELTA_COMMIT;
                    case "replacecommit" -> Action.REPLACE_COMMIT;
                    default -> Action.COMMIT;
                };
        return new PastWrite(
                action,
                commit.files().stream()
                        .map(file -> new WrittenFile(!file.isLog(), file.bytes(), file.rows()))
                        .toList());
    }
}
