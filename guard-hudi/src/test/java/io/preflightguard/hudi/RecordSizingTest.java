package io.preflightguard.hudi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RecordOptions;
import io.preflightguard.sizing.RowBytes;
import io.preflightguard.spark.sample.DrawnRows;
import io.preflightguard.spark.sample.RowSample;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSizingTest {

    private static final Estimate OF_ROWS = new Estimate(1_000_000, 900_000, 1_100_000, 0.95, Unit.BYTES);

    @Test
    void recordsOfLightRowsAreScaledToTheMeanRow() {
        Estimate records = RecordSizing.scaled(OF_ROWS, 12_000, 100, 0.1);

        assertThat(records.value()).isEqualTo(1_200_000);
        assertThat(records.high()).isCloseTo(1_200_000 * 1.1 * 1.1, within(1.0));
        assertThat(records.low()).as("what the drawn rows say by themselves").isEqualTo(12_000);
    }

    @Test
    void ofRowsLikeTheMeanOneTheIntervalIsThatOfTheRowsAndAMargin() {
        Estimate records = RecordSizing.scaled(OF_ROWS, 1_200_000, 1, 0.1);

        assertThat(records.low()).isCloseTo(1_200_000 * 0.9 * 0.9, within(1.0));
        assertThat(records.high()).isCloseTo(1_200_000 * 1.1 * 1.1, within(1.0));
    }

    @ParameterizedTest
    @CsvSource({"8, 1000, true", "199, 200, true", "200, 100000, false", "3, 3, false"})
    void fewDrawnRowsTellNothingUnlessTheyAreAll(int drawn, long read, boolean isObstacle) throws Exception {
        Outcome.Skipped obstacle = obstacle(drawn, read, "");

        assertThat(obstacle != null).isEqualTo(isObstacle);
        if (obstacle != null) {
            assertThat(obstacle.explanation()).contains("only " + drawn, "200");
        }
    }

    @Test
    void recordsOfPathsThatCannotBeComputedAreNotWeighed() throws Exception {
        assertThat(obstacle(500, 500, "org.apache.hudi.keygen.TimestampBasedKeyGenerator"))
                .extracting(Outcome.Skipped::explanation)
                .asString()
                .contains("paths that the guard cannot compute");
    }

    private static Outcome.Skipped obstacle(int drawn, long read, String keyGenerator) throws Exception {
        Map<String, String> options = new HashMap<>();
        options.put("hoodie.datasource.write.operation", "insert");
        options.put(HudiWrite.RECORD_KEY, "id");
        options.put(HudiWrite.PARTITION_PATH, "p");
        if (!keyGenerator.isEmpty()) {
            options.put("hoodie.datasource.write.keygenerator.class", keyGenerator);
        }
        DrawnRows rows = new DrawnRows(new StructType(), List.of(Collections.nCopies(drawn, new UnsafeRow(0))));
        RowSample sample = new RowSample(
                new RowBytes(OF_ROWS, "lz4", Map.of("lz4", OF_ROWS)),
                read,
                false,
                OptionalLong.empty(),
                Map.of(),
                rows);
        return RecordSizing.obstacle(
                sample, new HudiWrite(options, Map.of()), new RecordOptions(options, Map.of()), null);
    }
}
