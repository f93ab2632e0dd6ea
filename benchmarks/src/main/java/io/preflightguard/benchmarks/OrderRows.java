package io.preflightguard.benchmarks;

import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Rows as a scan hands them on: an id, a key, a region, an amount, a time and a text of 40 bytes. */
final class OrderRows {

    static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.LongType)
            .add("key", DataTypes.StringType)
            .add("region", DataTypes.StringType)
            .add("amount", DataTypes.DoubleType)
            .add("ts", DataTypes.TimestampType)
            .add("payload", DataTypes.StringType);

    private OrderRows() {}

    /** The first rows; the same ones every time. */
    static InternalRow[] of(int rows) {
        SplittableRandom random = new SplittableRandom(11);
        KeyStream keys = KeyStream.of(KeyStream.Shape.ZIPF, rows);
        InternalRow[] made = new InternalRow[rows];
        for (int i = 0; i < rows; i++) {
            made[i] = new GenericInternalRow(new Object[] {
                (long) i,
                keys.texts[i],
                UTF8String.fromString("region-" + random.nextInt(32)),
                random.nextInt(100_000) / 100.0,
                1_700_000_000_000_000L + i * 1_000L,
                UTF8String.fromString(String.format(Locale.ROOT, "order-%016x-of-%014x", random.nextLong(), i))
            });
        }
        return made;
    }
}
