package io.preflightguard.spark.skew;

import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * What a join demands besides its two frames.
 *
 * @param kind the kind of join
 * @param nullSafe whether null equals null in the keys
 * @param merged whether the key columns of both sides become one, as with {@code Dataset.join(right, columns, kind)}
 * @param residual a further condition on columns of both sides, or null
 */
record JoinTerms(
        JoinKind kind,
        boolean nullSafe,
        boolean merged,
        @Nullable Column residual) {}
