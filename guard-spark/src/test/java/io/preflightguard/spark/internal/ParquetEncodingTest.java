package io.preflightguard.spark.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class ParquetEncodingTest {

    private static final StructType TEXT = new StructType().add("text", DataTypes.StringType);

    @Test
    void plainRowsWeighWhatTheirValuesDo() throws Exception {
        Iterator<InternalRow> rows =
                IntStream.range(0, 1_000).mapToObj(i -> row()).iterator();

        ParquetEncoding.Bytes bytes = new ParquetEncoding(TEXT, "gzip").bytes(rows, Long.MAX_VALUE);

        // Page headers and footer hold the smallest and the largest text, too.
        assertThat(bytes.plain() / 1_000.0).as("its length, then its letters").isCloseTo(4 + 1_000, within(5.0));
        assertThat(bytes.encoded()).as("of a million").isLessThan(10_000);
    }

    @Test
    void rowsAreTakenUntilTheyAreHeavyEnough() throws Exception {
        int[] taken = new int[1];
        Iterator<InternalRow> endless = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public InternalRow next() {
                taken[0]++;
                return row();
            }
        };

        new ParquetEncoding(TEXT, "gzip").bytes(endless, 1 << 20);

        assertThat(taken[0]).isBetween(1_000, 1_100);
    }

    private static InternalRow row() {
        return new GenericInternalRow(new Object[] {UTF8String.fromString("x".repeat(1_000))});
    }
}
