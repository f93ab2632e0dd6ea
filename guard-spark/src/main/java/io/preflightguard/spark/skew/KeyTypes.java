package io.preflightguard.spark.skew;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Types of join keys whose equal values have equal hashes. Floating-point keys are not among them (Spark compares -0.0 and
 * 0.0 as equal after a step of its own), nor are structs and lists, which may hold such, nor strings with a collation.
 */
final class KeyTypes {

    private KeyTypes() {}

    /** The types in which Spark compares the keys, or an empty list if their hashes cannot be relied on. */
    static List<DataType> common(List<DataType> left, List<DataType> right) {
        List<DataType> common = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            DataType one = left.get(i);
            DataType other = right.get(i);
            if (one instanceof IntegralType && other instanceof IntegralType) {
                common.add(one.defaultSize() >= other.defaultSize() ? one : other);
            } else if (one.equals(other) && isExact(one)) {
                common.add(one);
            } else {
                return List.of();
            }
        }
        return common;
    }

    private static boolean isExact(DataType type) {
        return RowHash.isPlainString(type)
                || type instanceof BooleanType
                || type instanceof BinaryType
                || type instanceof DecimalType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType;
    }
}
