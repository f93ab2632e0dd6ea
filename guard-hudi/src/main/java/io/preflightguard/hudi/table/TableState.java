package io.preflightguard.hudi.table;

import io.preflightguard.schema.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What stands at a table's path before the write. Immutable. */
public sealed interface TableState {

    /** Nothing, or an empty folder: the write creates the table. */
    record Absent() implements TableState {}

    /** Files, but no Hudi table. */
    record NotHudi() implements TableState {}

    /**
     * A table of a version that the running Hudi cannot open.
     *
     * @param version the table's version
     * @param oldestKnown the oldest version that the running Hudi opens
     * @param newestKnown the newest version that the running Hudi opens
     */
    record Unsupported(int version, int oldestKnown, int newestKnown) implements TableState {}

    /**
     * A table whose own books cannot be understood.
     *
     * @param file the file below the base path
     * @param problem what is wrong with it: the rest of a sentence that begins with the file's name
     */
    record Damaged(String file, String problem) implements TableState {
        public Damaged {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(problem, "problem");
        }
    }

    /**
     * A table without a completed commit, so without a schema.
     *
     * @param properties {@code .hoodie/hoodie.properties}
     */
    record WithoutSchema(Map<String, String> properties) implements TableState {
        public WithoutSchema {
            properties = new TreeMap<>(properties);
        }
    }

    /**
     * A table that can be opened.
     *
     * @param schema its columns, without Hudi's own
     * @param properties {@code .hoodie/hoodie.properties}
     * @param contents the rest, which costs nothing until it is asked for
     */
    record Present(TableSchema schema, Map<String, String> properties, TableContents contents) implements TableState {
        public Present {
            Objects.requireNonNull(schema, "schema");
            properties = new TreeMap<>(properties);
            Objects.requireNonNull(contents, "contents");
        }

        /** The table's version: 6 as Hudi 0.15 writes it, 8 as 1.0 does. */
        public int version() {
            return TableProperties.version(properties);
        }

        /** Whether updates go to log files first. */
        public boolean isMergeOnRead() {
            return properties.getOrDefault("hoodie.table.type", "").equals("MERGE_ON_READ");
        }

        /** As {@link TableContents#timeline()}. */
        public List<TimelineInstant> timeline() throws IOException {
            return contents.timeline();
        }

        /** As {@link TableContents#files()}, the slices alone. */
        public List<FileSliceState> fileSlices() throws IOException {
            return contents.files().slices();
        }

        /** As {@link TableContents#pendingServices()}. */
        public List<PendingService> pendingServices() throws IOException {
            return contents.pendingServices();
        }

        /** As {@link TableContents#commits(int)}. */
        public List<CommitState> commits(int most) throws IOException {
            return contents.commits(most);
        }
    }
}
