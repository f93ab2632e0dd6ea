package io.preflightguard.spark.sample;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/**
 * Rows to be weighed, with columns behind them that are not part of their weight.
 *
 * @param schema the rows' own columns
 * @param width how many columns there are with those behind
 * @param hashes the columns behind that hold each key's hash, in the order of the keys
 * @param areFixed whether all columns behind are of fixed width
 */
record RowLayout(StructType schema, int width, List<Integer> hashes, boolean areFixed) implements Serializable {

    RowLayout {
        hashes = List.copyOf(hashes);
    }

    /**
     * Bytes of the row's own columns, or -1 if only a projection can tell. An UnsafeRow has a bit for each column, in
     * words of 64, then a word for each, then what is not of fixed width (Spark, UnsafeRow).
     */
    int ownBytes(InternalRow row) {
        if (!areFixed || !(row instanceof UnsafeRow unsafe)) {
            return -1;
        }
        int words = width - schema.length() + bitWords(width) - bitWords(schema.length());
        return unsafe.getSizeInBytes() - Long.BYTES * words;
    }

    boolean hasOnlyOwn() {
        return width == schema.length();
    }

    private static int bitWords(int columns) {
        return (columns + Long.SIZE - 1) / Long.SIZE;
    }
}
