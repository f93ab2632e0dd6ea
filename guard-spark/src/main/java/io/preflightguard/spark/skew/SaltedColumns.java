package io.preflightguard.spark.skew;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a frame, as treatments name, hash and compare them. Stateless. */
final class SaltedColumns {

    /** Types that Spark groups, joins and hashes by their bytes. A string with a collation is not of these. */
    private static final List<DataType> BY_BYTES = List.of(
            DataTypes.BooleanType,
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.DateType,
            DataTypes.TimestampType,
            DataTypes.TimestampNTZType,
            DataTypes.StringType,
            DataTypes.BinaryType);

    private static final List<DataType> WHOLE_NUMBERS =
            List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

    private SaltedColumns() {}

    /**
     * The field of this name, as the session compares names.
     *
     * @throws IllegalArgumentException if there is none or more than one
     */
    static StructField field(Dataset<Row> frame, String name) {
        List<StructField> found = Arrays.stream(frame.schema().fields())
                .filter(field -> isCalled(frame, field.name(), name))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("The frame has " + (found.isEmpty() ? "no column " : "several columns ")
                    + name + "; it has " + String.join(", ", frame.columns()));
        }
        return found.get(0);
    }

    /** Whether the frame's session takes two names for the same. */
    static boolean isCalled(Dataset<Row> frame, String column, String name) {
        boolean exact = Boolean.parseBoolean(frame.sparkSession().conf().get("spark.sql.caseSensitive", "false"));
        return exact ? column.equals(name) : column.equalsIgnoreCase(name);
    }

    /** A column by its whole name, whatever is in it. */
    static Column column(String name) {
        return functions.col(quoted(name));
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static Column[] columns(List<String> names) {
        return names.stream().map(SaltedColumns::column).toArray(Column[]::new);
    }

    /** The hash that plans know a key by. Spark hashes keys that it groups together alike, NaN and -0.0 among them. */
    static Column keyHash(List<String> keys) {
        return functions.hash(columns(keys));
    }

    /** Whether keys of this type that Spark takes for equal have one hash. */
    static boolean canBeKey(DataType type) {
        return canBeDistinct(type) || isFloating(type);
    }

    /**
     * Whether {@code collect_set} and a grouping agree on which values are equal. For a float they do not: the set keeps every
     * NaN.
     */
    static boolean canBeDistinct(DataType type) {
        return BY_BYTES.contains(type) || type instanceof DecimalType;
    }

    /** Whether it is a number, so that percentiles can be had of it by rank. */
    static boolean canBeRanked(DataType type) {
        return WHOLE_NUMBERS.contains(type) || type instanceof DecimalType || isFloating(type);
    }

    /** Whether values of this type that differ have an order, but for the sign of a zero. */
    static boolean hasOrder(DataType type) {
        if (type instanceof ArrayType array) {
            return hasOrder(array.elementType());
        }
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields()).allMatch(field -> hasOrder(field.dataType()));
        }
        return canBeKey(type);
    }

    static boolean isFloating(DataType type) {
        return type instanceof DoubleType || type instanceof FloatType;
    }
}
