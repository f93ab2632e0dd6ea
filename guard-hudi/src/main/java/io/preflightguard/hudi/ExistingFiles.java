package io.preflightguard.hudi;

import io.preflightguard.hudi.table.FileSliceState;
import io.preflightguard.hudi.table.TableState;
import io.preflightguard.upsert.PastWrite;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a table that is written to holds already. Read when it is asked for. */
interface ExistingFiles {

    /** Nothing: the write makes the table. */
    ExistingFiles NONE = new ExistingFiles() {
        @Override
        public Map<String, String> properties() {
            return Map.of();
        }

        @Override
        public List<FileSliceState> slices() {
            return List.of();
        }

        @Override
        public List<PastWrite> writes() {
            return List.of();
        }
    };

    /** Of what stands at the path; null if the guard cannot open it. */
    static @Nullable ExistingFiles of(TableState state) {
        if (state instanceof TableState.Present table) {
            return new FilesOfTable(table);
        }
        return state instanceof TableState.Absent || state instanceof TableState.WithoutSchema ? NONE : null;
    }

    /** The table's {@code hoodie.properties}. */
    Map<String, String> properties();

    /** The latest slice of every file group. */
    List<FileSliceState> slices() throws IOException;

    /** Its completed writes, newest first, as far as Hudi learns from them. */
    List<PastWrite> writes() throws IOException;
}
