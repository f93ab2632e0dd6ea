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
record NullProbe(String path, List<Integer> ordinals, List<Integer> widths) implements Serializable {

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
        return Optional.of(new NullProbe(path, List.copyOf(ordinals), List.copyOf(widths)));
    }

    /** Whether the field is null in a row whose structs around it are not. */
    boolean isNull(InternalRow row) {
        InternalRow level = row;
        for (int i = 0; i < widths.size(); i++) {
            if (level.isNullAt(ordinals.get(i))) {
                return false;
            }
            level = level.getStruct(ordinals.get(i), widths.get(i));
        }
        return level.isNullAt(ordinals.get(ordinals.size() - 1));
    }
}
