package io.preflightguard.sizing;

import java.util.Objects;

/**
 * A side of a join that is sent to every worker as a whole.
 *
 * @param columns its columns, for the report
 * @param leastRows how many rows it has at least
 * @param mostRows how many rows it has at most, or {@link #UNKNOWN}
 * @param width how many columns
 * @param fixedWidth whether each value fits the 8 bytes that a row has for it, as numbers do and text does not
 * @param join how the join uses it
 * @param hinted whether the code asks for it, so that no setting prevents it
 */
public record BroadcastSide(
        String columns, long leastRows, long mostRows, int width, boolean fixedWidth, Use join, boolean hinted) {

    /** Nothing bounds the rows. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    /** Collected, by key, and as it is sent. */
    private static final int COPIES = 3;

    /**
     * For each row, pointers to it and its hash: 16 bytes at a load of at most a half, and both arrays while the smaller
     * one is doubled; and lengths beside key and row ({@code BytesToBytesMap}).
     */
    private static final long TABLE_BYTES_PER_ROW = 16 * 2 * 3 + 24;

    /** How a join uses what is broadcast. */
    public enum Use {
        /** By a hash table of one {@code long}: {@code LongHashedRelation}. */
        HASHED_BY_LONG,
        /** By a hash table of other keys: {@code UnsafeHashedRelation}. */
        HASHED,
        /** {@code NOT IN}: Spark broadcasts it whatever the threshold. */
        NULL_AWARE,
        /** Row by row, as a join without equal keys does; an outer one has no other way. */
        LOOPED
    }

    public BroadcastSide {
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(join, "join");
        if (leastRows < 0 || mostRows < leastRows || width < 0) {
            throw new IllegalArgumentException("A side has rows and columns: got " + leastRows + " to " + mostRows
                    + " rows and " + width + " columns");
        }
    }

    /** A side of which only the columns are known. */
    public static BroadcastSide unknown(String columns, int width, Use join, boolean hinted) {
        return new BroadcastSide(columns, 0, UNKNOWN, width, false, join, hinted);
    }

    /** The fewest bytes of its rows: UnsafeRows, with 8 bytes for every 64 columns and 8 for each, and no text. */
    double leastRowBytes() {
        return (double) leastRows * rowBytes();
    }

    /** The fewest bytes that it takes in memory: those of the rows, and a pointer of 8 bytes to each. */
    double leastBytes() {
        return leastRowBytes() + 8.0 * leastRows;
    }

    /** The most bytes that it takes in the driver's memory, or infinity if that is not known. */
    double mostBytes() {
        return mostRows == UNKNOWN || !fixedWidth
                ? Double.POSITIVE_INFINITY
                : (double) mostRows * (COPIES * 2 * rowBytes() + TABLE_BYTES_PER_ROW);
    }

    /** Whether {@code spark.sql.autoBroadcastJoinThreshold} decides about it. */
    boolean isByThreshold() {
        return !hinted && (join == Use.HASHED || join == Use.HASHED_BY_LONG);
    }

    private long rowBytes() {
        return 8 * ((width + 63L) / 64 + width);
    }
}
