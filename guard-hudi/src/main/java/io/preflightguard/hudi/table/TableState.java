package io.preflightguard.hudi.table;

import io.preflightguard.schema.TableSchema;
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
     * @param newestKnown the newest version that the running Hudi opens
     */
    record Unsupported(int version, int newestKnown) implements TableState {}

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
     */
    record Present(TableSchema schema, Map<String, String> properties) implements TableState {
        public Present {
            Objects.requireNonNull(schema, "schema");
            properties = new TreeMap<>(properties);
        }
    }
}
