package io.preflightguard.spark.skew;

import io.preflightguard.spark.internal.FrameTraits;
import io.preflightguard.spark.internal.InputPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A hash of a row's content, to cut rows of one key by. Columns of types that Spark cannot hash, such as maps, are left
 * out; so are floating-point ones of a frame that comes out of a shuffle, cached or not: a sum depends on the order in
 * which a retried task gets its rows, and the hash must not.
 */
final class RowHash {

    private static final String CHANGING = "the frame may give other rows when a task is retried (rand(), limit,"
            + " row_number() or the like); write it to files first";

    private RowHash() {}

    /** Why rows of this frame cannot be sent by their hash, or null if they can: a retried task must make the same. */
    static @Nullable String doubt(Dataset<Row> frame, List<String> keys) {
        if (!FrameTraits.isRepeatable(frame)) {
            return CHANGING;
        }
        return of(frame, keys).isEmpty() ? "no column besides the key can be hashed" : null;
    }

    /** The hash, or empty if no column besides the keys can be hashed: then rows of one key cannot be told apart. */
    static Optional<Column> of(JoinSideFrame side) {
        Dataset<Row> frame = side.frame();
        return of(frame, frame.select(side.keys().toArray(Column[]::new)).schema());
    }

    /** The same for key columns of the frame. */
    static Optional<Column> of(Dataset<Row> frame, List<String> keys) {
        return of(frame, frame.select(SaltedColumns.columns(keys)).schema());
    }

    private static Optional<Column> of(Dataset<Row> frame, StructType keys) {
        boolean floats = hasSteadyFloats(frame);
        List<Column> columns = hashable(frame.schema(), floats).stream()
                .map(field -> frame.col(JoinSideFrame.quoted(field.name())))
                .toList();
        return columns.size() <= hashable(keys, floats).size()
                ? Optional.empty()
                : Optional.of(functions.xxhash64(columns.toArray(Column[]::new)));
    }

    /** Whether a floating-point value of the frame is the same each time it is computed. */
    static boolean hasSteadyFloats(Dataset<Row> frame) {
        return !InputPlan.of(frame).isBehindShuffle();
    }

    private static List<StructField> hashable(StructType schema, boolean floats) {
        return Arrays.stream(schema.fields())
                .filter(field -> isHashable(field.dataType(), floats))
                .toList();
    }

    private static boolean isHashable(DataType type, boolean floats) {
        if (type instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                if (!isHashable(field.dataType(), floats)) {
                    return false;
                }
            }
            return true;
        }
        if (type instanceof ArrayType array) {
            return isHashable(array.elementType(), floats);
        }
        if (type instanceof DoubleType || type instanceof FloatType) {
            return floats;
        }
        return isPlainString(type)
                || type instanceof IntegralType
                || type instanceof BooleanType
                || type instanceof BinaryType
                || type instanceof DecimalType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType;
    }

    /** A string that equals another only if their bytes do; Spark 4 has others. */
    static boolean isPlainString(DataType type) {
        return type.equals(DataTypes.StringType);
    }
}
