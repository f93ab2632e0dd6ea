package io.preflightguard.spark.skew;

import io.preflightguard.Remedy;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Applies {@link Remedy.SpreadKeys} to a DataFrame: one shuffle that sends every row to the partition the plan gives its
 * key, a hot key's rows by a hash of the row's own identity. The result has the same rows and columns. Deterministic: a
 * retried task sends every row where it went before.
 */
public final class KeySpreader {

    private KeySpreader() {}

    /**
     * Spreads the rows.
     *
     * @param plan where each key goes
     * @param key the key's text for a row, as the plan spells it
     * @param identity a column that tells rows of one key apart, such as the record key
     * @return {@code frame} with {@code plan.partitions()} partitions
     */
    public static Dataset<Row> spread(Dataset<Row> frame, Remedy.SpreadKeys plan, Column key, Column identity) {
        Column slot = functions.udf(new SlotOf(plan), DataTypes.IntegerType).apply(key, functions.xxhash64(identity));
        return frame.repartition(plan.partitions(), slot);
    }
}
