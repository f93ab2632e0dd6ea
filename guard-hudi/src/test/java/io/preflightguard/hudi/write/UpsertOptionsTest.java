package io.preflightguard.hudi.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.layout.FileBytes;
import io.preflightguard.upsert.HudiLine;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpsertOptionsTest {

    private static final Estimate ROW = Estimate.exact(100, Unit.BYTES);

    @ParameterizedTest
    @CsvSource({
        "GLOBAL_SIMPLE, true",
        "GLOBAL_BLOOM, true",
        "RECORD_INDEX, false",
        "SIMPLE, false",
        "BLOOM, false",
        "BUCKET, false"
    })
    void globalIndexesMoveKeysButTheRecordIndexDoesNot(String index, boolean moves) {
        assertThat(options("hoodie.index.type", index).movesKeys()).isEqualTo(moves);
    }

    @Test
    void movingCanBeSwitched() {
        assertThat(new UpsertOptions(
                                Map.of(
                                        "hoodie.index.type",
                                        "GLOBAL_BLOOM",
                                        "hoodie.bloom.index.update.partition.path",
                                        "false"),
                                Map.of())
                        .movesKeys())
                .isFalse();
        assertThat(new UpsertOptions(
                                Map.of(
                                        "hoodie.index.type",
                                        "RECORD_INDEX",
                                        "hoodie.record.index.update.partition.path",
                                        "true"),
                                Map.of())
                        .movesKeys())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoodie.record.size.estimator.class",
                "hoodie.record.size.estimator.average.metadata.size",
                "_hoodie.record.size.estimator.max.commits"
            })
    void anotherEstimateOfARecordIsNotKnown(String option) {
        assertThat(options(option, "7").unknown()).contains(option);
        assertThat(options("hoodie.index.type", "SIMPLE").unknown()).isNull();
    }

    @Test
    void aFileOfManyRowsHasTwoFilters() {
        FileBytes files = options("hoodie.index.type", "SIMPLE").files(ROW);

        assertThat(files.filters(1)).isCloseTo(431_328, within(10.0));
        assertThat(files.filters(1_000_000)).isEqualTo(2 * files.filters(60_000));
        assertThat(options("hoodie.bloom.index.filter.type", "SIMPLE")
                        .files(ROW)
                        .filters(1_000_000))
                .isEqualTo(files.filters(1));
        assertThat(options("hoodie.parquet.bloom.filter.enabled", "false")
                        .files(ROW)
                        .filters(1))
                .isZero();
    }

    @Test
    void aFileIsClosedByItsOwnRatio() {
        assertThat(options("hoodie.parquet.compression.ratio", "0.35")
                        .settings(HudiLine.V0)
                        .closedAbove())
                .isCloseTo(1.35 * (120 << 20), within(1.0));
    }

    private static UpsertOptions options(String key, String value) {
        return new UpsertOptions(Map.of(key, value), Map.of());
    }
}
