package io.preflightguard.spark.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.skew.ByteWeights;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.spark.sample.KeyColumn;
import io.preflightguard.spark.sample.RowSample;
import io.preflightguard.spark.sample.SampleRequest;
import io.preflightguard.spark.sample.Sampled;
import io.preflightguard.spark.sample.UnreadableInputException;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.jspecify.annotations.Nullable;

/**
 * What a value of a column takes in an array, in bytes.
 *
 * @param row bytes of a row that has the value, all keys together
 * @param less what of a row is not in an array
 * @param weights what rows of single keys weigh, as multiples of {@code row}, or null where all values are of one length
 */
record ValueBytes(Estimate row, double less, @Nullable ByteWeights weights) {

    /** A row of hash and value as the sampler weighs it: length, null bits, hash and offset, then the value. */
    private static final double ROW_OVERHEAD = 28;

    /** What an array spends on a value of varying length beside its bytes: Spark's UnsafeArrayData. */
    private static final double ARRAY_OVERHEAD = 8;

    private static final String HASH = "key_hash";

    /** Weighs the values of a column by key; null if none was found. */
    static @Nullable ValueBytes weigh(Dataset<Row> frame, Column keyHash, String column, GuardConfig config)
            throws UnreadableInputException, IOException, InterruptedException {
        DataType type = SaltedColumns.field(frame, column).dataType();
        if (isFixed(type)) {
            return new ValueBytes(Estimate.exact(type.defaultSize(), Unit.BYTES), 0, null);
        }
        Column value = SaltedColumns.column(column);
        Dataset<Row> values = frame.filter(value.isNotNull()).select(keyHash.as(HASH), value);
        Column hash = functions.col(HASH);
        KeyColumn key = new KeyColumn(KeyRole.KEY_COLUMN, column, hash.cast("string"), hash);
        SampleRequest.Weighing weighing = new SampleRequest.Weighing(values, null, List.of(), List.of());
        Sampled sampled = KeySampling.weigh(values, new SampleRequest(List.of(key), weighing), config);
        RowSample rows = sampled.rows();
        ByteWeights weights = ByteWeights.of(sampled.samples().get(0), sampled.confidence());
        return rows == null || weights == null
                ? null // the sample that weighs is another than the one that counts, and may miss all values
                : new ValueBytes(rows.bytes().raw(), ROW_OVERHEAD - ARRAY_OVERHEAD, weights);
    }

    /** A value of this key. */
    Estimate of(int hash) {
        return inArray(weights == null ? row : row.times(weights.ofAny(hash), Unit.BYTES));
    }

    /** A value of a key that was not seen. */
    Estimate ofUnseen() {
        return inArray(weights == null ? row : row.times(weights.ofUnseen(), Unit.BYTES));
    }

    private Estimate inArray(Estimate ofRow) {
        return new Estimate(
                Math.max(0, ofRow.value() - less),
                Math.max(0, ofRow.low() - less),
                Math.max(0, ofRow.high() - less),
                ofRow.confidence(),
                Unit.BYTES);
    }

    private static boolean isFixed(DataType type) {
        return (type instanceof NumericType && !(type instanceof DecimalType))
                || List.of("boolean", "date", "timestamp", "timestamp_ntz").contains(type.typeName());
    }
}
