package io.preflightguard.skew;

import io.preflightguard.Estimate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One side of a join, as evidence for {@link JoinSkewRules}.
 *
 * @param profile how the join's key is spread over the side's rows; of several columns, over all of them together
 * @param rows rows of the side
 * @param bytes uncompressed bytes of the side as the shuffle carries it, or null if not known
 * @param keepsNulls whether rows with a null key take part though they match nothing, as on a preserved side
 * @param consumer what the join's task does with the side: sorts it in a sort-merge join, holds the side a hash table is
 *     built of, streams the other
 */
public record JoinedRows(
        KeyProfile profile, Estimate rows, @Nullable Estimate bytes, boolean keepsNulls, ShuffleConsumer consumer) {

    public JoinedRows {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(consumer, "consumer");
    }
}
