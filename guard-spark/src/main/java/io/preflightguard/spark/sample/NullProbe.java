package io.preflightguard.spark.sample;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Where one field stands in a row, structs inside structs included.
 *
 * @param path the field's dotted path
 * @param ordinals its position, and before it those of the structs around it, outermost first
 * @param widths how many fields each of these structs has
 */
record NullProbe(String path, int[] ordinals, int[] widths) implements Serializable {

    /** The field of exactly this path, if the schema has it. */
    static Optional<NullProbe> of(String path, StructType schema) {
        List<Integer> ordinals = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        StructType level = schema;
        String[] names = path.split("\\.", -1);
        for (int i = 0; i < names.length; i++) {
            int ordinal = Arrays.asList(level.fieldNames()).indexOf(names[i]);
            if (ordinal < 0) {
                return Optional.empty();
            }
            ordinals.add(ordinal);
            if (i < names.length - 1) {
                if (!(level.fields()[ordinal].dataType() instanceof StructType inner)) {
                    return Optional.empty();
                }
                widths.add(inner.length());
                level = inner;
            }
        }
        return Optional.of(new NullProbe(
                path,
                ordinals.stream().mapToInt(Integer::intValue).toArray(),
                widths.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** Whether the field is null in a row whose structs around it are not. */
    boolean isNull(InternalRow row) {
        InternalRow level = row;
        for (int i = 0; i < widths.length; i++) {
            if (level.isNullAt(ordinals[i])) {
                return false;
            }
            level = level.getStruct(ordinals[i], widths[i]);
        }
        return level.isNullAt(ordinals[ordinals.length - 1]);
    }
}
