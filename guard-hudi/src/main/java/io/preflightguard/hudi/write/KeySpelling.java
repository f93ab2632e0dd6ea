package io.preflightguard.hudi.write;

import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the guard spells record keys and partition paths as Hudi does ({@link RowsAsWritten}): those of strings, whole numbers and
 * dates. Of a timestamp, for one, Hudi's path has the microseconds. A key that was spelt otherwise would be looked for in
 * vain and taken for a new one. Immutable.
 */
public final class KeySpelling {

    private static final String URL_ENCODE = "hoodie.datasource.write.partitionpath.urlencode";

    private static final Set<FieldType> SPELT_ALIKE = Set.of(
            FieldType.Primitive.STRING, FieldType.Primitive.INT, FieldType.Primitive.LONG, FieldType.Primitive.DATE);

    private final HudiWrite write;
    private final TableSchema columns;
    private final boolean isEncoded;
    private final boolean namesOnlyField;

    /**
     * @param columns the columns of the input
     * @param options the write's options
     * @param table the table's {@code hoodie.properties}, empty for a new table
     * @param namesOnlyField whether the complex key generator writes {@code id:7} where the key has one field
     */
    public KeySpelling(
            HudiWrite write,
            TableSchema columns,
            Map<String, String> options,
            Map<String, String> table,
            boolean namesOnlyField) {
        this.write = write;
        this.columns = columns;
        this.isEncoded = Boolean.parseBoolean(options.getOrDefault(URL_ENCODE, table.getOrDefault(URL_ENCODE, "false"))
                .trim());
        this.namesOnlyField = namesOnlyField;
    }

    /** Whether paths are spelt alike. */
    public boolean isOfPathsKnown() {
        return write.partitionFields().isEmpty()
                || (write.hasPlainPath() && !isEncoded && areSpeltAlike(write.partitionFields()));
    }

    /** Whether record keys are spelt alike. */
    public boolean isOfKeysKnown() {
        return areSpeltAlike(write.recordKeys()) && !(namesOnlyField && write.hasComplexKeyOfOneField());
    }

    private boolean areSpeltAlike(List<String> names) {
        return names.stream().allMatch(name -> columns.fields().stream()
                .filter(column -> column.name().equals(name))
                .map(Field::type)
                .anyMatch(SPELT_ALIKE::contains));
    }
}
