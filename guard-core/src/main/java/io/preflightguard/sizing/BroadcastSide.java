package io.preflightguard.sizing;

import java.util.Objects;

/**
 * A side of a join that is sent to every worker as a whole.
 *
 * @param columns its columns, for the report
 * @param rows how many rows it has at least
 * @param width how many columns
 * @param hinted whether the code asks for it, so that no setting prevents it
 */
public record BroadcastSide(String columns, long rows, int width, boolean hinted) {

    public BroadcastSide {
        Objects.requireNonNull(columns, "columns");
        if (rows < 0 || width < 0) {
            throw new IllegalArgumentException("A side has rows and columns: got " + rows + " and " + width);
        }
    }

    /**
     * The fewest bytes that it takes in memory: for each row an UnsafeRow, which has 8 bytes for every 64 columns and 8 for
     * each, whatever text comes on top, and a pointer of 8 bytes.
     */
    double leastBytes() {
        long words = (width + 63L) / 64 + width + 1;
        return 8.0 * rows * words;
    }
}
