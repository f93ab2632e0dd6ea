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

    private static final StructType ONE_NUMBER = new StructType().add("id", DataTypes.LongType);

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 18, 31, 33, 2_000})
    void allOfFewRowsAreDrawnOnce(int rows) {
        assertThat(DrawnRows.spread(rows(rows), 2_048)).hasSize(rows).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 2_048})
    void ofManyRowsAsManyAreDrawnAsAreWanted(int wanted) {
        assertThat(DrawnRows.spread(rows(50_000), wanted)).hasSize(wanted).doesNotHaveDuplicates();
    }

    @Test
    void whatTheyWeighIsToldAndWhatTheyHoldIsNot() {
        DrawnRows drawn = DrawnRows.of(ONE_NUMBER, List.of(DrawnRows.spread(rows(3), 10)));

        assertThat(drawn.bytesPerRow()).as("null bits, number and length").isEqualTo(8 + 8 + 4);
        assertThat(drawn).hasToString("DrawnRows[3 rows of 1 partitions]");
    }

    private static List<UnsafeRow> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(id -> {
                    UnsafeRow row = new UnsafeRow(1);
                    row.pointTo(new byte[16], 16);
                    row.setLong(0, id);
                    return row;
                })
                .toList();
    }
}
