package io.preflightguard.hudi.write;

import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Room for the pages that a file's writer is filling. Hudi closes a file once its size passes {@code
 * hoodie.parquet.max.file.size * (1 + hoodie.parquet.compression.ratio)}, and that size counts each column's open page as
 * it is, not yet compressed (HoodieBaseParquetWriter.canWrite, ParquetWriter.getDataSize). Files that were planned to be
 * compressed to the target would be closed half-way, each followed by a small one; with one page a column more, none is, and
 * a file that was not foreseen is still closed soon after its target. Stateless.
 */
public final class OpenPages {

    /** The option that says how far above its size a file is closed. */
    public static final String RATIO = "hoodie.parquet.compression.ratio";

    static final String PAGE_SIZE = "hoodie.parquet.page.size";
    static final double HUDIS_RATIO = 0.1;
    static final long HUDIS_PAGE_BYTES = 1 << 20;

    private OpenPages() {}

    /**
     * The ratio that leaves the room, or empty if the write states one of its own.
     *
     * @param columns how many columns a file has, as Parquet counts them
     */
    public static Optional<Double> ratio(int columns, Map<String, String> options, long target) {
        if (number(options, RATIO, HUDIS_RATIO) != HUDIS_RATIO) {
            return Optional.empty();
        }
        return Optional.of(HUDIS_RATIO + columns * number(options, PAGE_SIZE, HUDIS_PAGE_BYTES) / target);
    }

    /** Columns as Parquet has them. */
    public static int columns(DataType type) {
        if (type instanceof StructType struct) {
            int columns = 0;
            for (StructField field : struct.fields()) {
                columns += columns(field.dataType());
            }
            return columns;
        }
        if (type instanceof ArrayType array) {
            return columns(array.elementType());
        }
        return type instanceof MapType map ? columns(map.keyType()) + columns(map.valueType()) : 1;
    }

    /** Columns as Parquet has them; those that Hudi adds are not in a write's schema. */
    public static int columns(Schema type) {
        return switch (type.getType()) {
            case RECORD ->
                type.getFields().stream()
                        .mapToInt(field -> columns(field.schema()))
                        .sum();
            case UNION -> type.getTypes().stream().mapToInt(OpenPages::columns).sum();
            case ARRAY -> columns(type.getElementType());
            case MAP -> 1 + columns(type.getValueType());
            case NULL -> 0;
            default -> 1;
        };
    }

    private static double number(Map<String, String> options, String key, double fallback) {
        try {
            return Double.parseDouble(
                    options.getOrDefault(key, Double.toString(fallback)).trim());
        } catch (NumberFormatException unreadable) {
            return fallback; // Hudi itself will say so
        }
    }
}
