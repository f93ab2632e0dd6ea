package io.preflightguard.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawnRowsTest {

    private static final long MOST_BYTES = 1 << 20;
    private static final StructType ONE_NUMBER = new StructType().add("id", DataTypes.LongType);

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 18, 31, 33, 2_000})
    void allOfFewRowsAreDrawnOnce(int rows) {
        assertThat(DrawnRows.spread(rows(rows), 2_048, MOST_BYTES))
                .hasSize(rows)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 2_048})
    void ofManyRowsAsManyAreDrawnAsAreWanted(int wanted) {
        assertThat(DrawnRows.spread(rows(50_000), wanted, MOST_BYTES))
                .hasSize(wanted)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void heavyRowsAreDrawnInEqualNumberFromHoweverManyPartitions(int partitions) {
        long each = DrawnRows.bytesOfOne(partitions);

        int drawn = partitions
                * DrawnRows.spread(rows(1_000, 32 << 10), 2_048, each).size();

        assertThat(drawn).as("rows of 32 KiB in 8 MiB").isEqualTo(256);
    }

    @Test
    void whatTheyWeighIsToldAndWhatTheyHoldIsNot() {
        DrawnRows drawn = DrawnRows.of(ONE_NUMBER, List.of(DrawnRows.spread(rows(3), 10, MOST_BYTES)));

        assertThat(drawn.bytesPerRow()).as("null bits, number and length").isEqualTo(8 + 8 + 4);
        assertThat(drawn).hasToString("DrawnRows[3 rows of 1 partitions]");
    }

    private static List<UnsafeRow> rows(int count) {
        return rows(count, 16);
    }

    private static List<UnsafeRow> rows(int count, int bytes) {
        return IntStream.range(0, count)
                .mapToObj(id -> {
                    UnsafeRow row = new UnsafeRow(1);
                    row.pointTo(new byte[bytes], bytes);
                    row.setLong(0, id);
                    return row;
                })
                .toList();
    }
}
