package io.preflightguard.spark.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.skew.JoinSide;
import io.preflightguard.skew.JoinedRows;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.ShuffleConsumer;
import io.preflightguard.spark.sample.Sampled;
import org.jspecify.annotations.Nullable;

/**
 * What a sample tells of a side of a join.
 *
 * @param profile how the key is spread over its rows
 * @param read rows that were read
 * @param rows rows of the side, or null if nothing bounds them
 * @param bytesPerRow uncompressed bytes of a row, or null if none was weighed
 */
record SampledSide(
        KeyProfile profile,
        long read,
        @Nullable Estimate rows,
        @Nullable Estimate bytesPerRow) {

    static SampledSide of(Sampled sampled) {
        return new SampledSide(
                KeySampling.profile(sampled),
                sampled.rowsRead(),
                sampled.inputRows(),
                sampled.rows() == null ? null : sampled.rows().bytes().raw());
    }

    /** The side as buckets are planned by it. */
    JoinSide toPlan() {
        return new JoinSide(profile, rows == null ? read : rows.value(), bytesPerRow == null ? 0 : bytesPerRow.value());
    }

    /** The side as it is judged in a sort-merge join, or null if its rows are not known. */
    @Nullable
    JoinedRows toJudge(boolean keepsNulls) {
        return rows == null
                ? null
                : new JoinedRows(
                        profile,
                        rows,
                        bytesPerRow == null ? null : rows.times(bytesPerRow, Unit.BYTES),
                        keepsNulls,
                        ShuffleConsumer.SPILLS);
    }
}
