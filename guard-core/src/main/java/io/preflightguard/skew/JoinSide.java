package io.preflightguard.skew;

import java.util.Objects;

/**
 * One side of a join, as far as the join's load depends on it.
 *
 * @param profile how the join's key is spread over the side's rows
 * @param rows rows of the side
 * @param bytesPerRow uncompressed bytes of a row as a shuffle carries it; 0 if not known
 */
public record JoinSide(KeyProfile profile, double rows, double bytesPerRow) {

    public JoinSide {
        Objects.requireNonNull(profile, "profile");
        if (!(rows >= 0) || !(bytesPerRow >= 0)) {
            throw new IllegalArgumentException(
                    "A side has no fewer than 0 rows and bytes: got " + rows + " rows of " + bytesPerRow + " bytes");
        }
    }
}
