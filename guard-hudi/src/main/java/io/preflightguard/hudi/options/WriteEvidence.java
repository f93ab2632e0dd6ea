package io.preflightguard.hudi.options;

import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.schema.TableSchema;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What is known of a write before a row of it is read. Immutable.
 *
 * @param options the write's options as they were given
 * @param table {@code hoodie.properties} of the table that is written to; empty if the write creates or replaces it
 * @param storedVersion {@code hoodie.table.version} of what stands at the path, also if the write replaces it; empty if
 *     nothing does
 * @param replaces whether the write deletes that table and makes another
 * @param columns the columns of the input
 * @param hudi the Hudi that runs
 */
public record WriteEvidence(
        Map<String, String> options,
        Map<String, String> table,
        String storedVersion,
        boolean replaces,
        TableSchema columns,
        HudiLine hudi) {

    public WriteEvidence {
        options = new TreeMap<>(options);
        table = new TreeMap<>(table);
        Objects.requireNonNull(storedVersion, "storedVersion");
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(hudi, "hudi");
    }

    /** What the options mean. */
    public HudiWrite write() {
        return new HudiWrite(options, table);
    }

    /** Whether there is a table already that the write adds to. */
    boolean hasTable() {
        return !table.isEmpty();
    }

    /** What the options say under the first of these names that they have, trimmed; empty if under none. */
    String option(String... names) {
        for (String name : names) {
            String value = options.get(name);
            if (value != null) {
                return value.trim();
            }
        }
        return "";
    }

    boolean isTrue(String name) {
        return option(name).equalsIgnoreCase("true");
    }

    /** Whether the option is there and says false. */
    boolean isFalse(String name) {
        return option(name).equalsIgnoreCase("false");
    }

    /** What the table's properties say; empty if they do not. */
    String ofTable(String name) {
        return table.getOrDefault(name, "").trim();
    }

    /** The number that the options give under the first of these names; the default where none is given or readable. */
    long number(long byDefault, String... names) {
        String text = option(names);
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : byDefault;
    }

    boolean isMergeOnRead() {
        String stated = option("hoodie.datasource.write.table.type");
        return (stated.isEmpty() ? ofTable("hoodie.table.type") : stated).equalsIgnoreCase("MERGE_ON_READ");
    }
}
