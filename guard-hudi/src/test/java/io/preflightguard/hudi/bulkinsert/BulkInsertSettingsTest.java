package io.preflightguard.hudi.bulkinsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BulkInsertSettingsTest {

    @Test
    void withoutOptionsHudisDefaultsHold() {
        BulkInsertSettings settings = BulkInsertSettings.of(Map.of());

        assertThat(settings.targetBytes()).isEqualTo(120L << 20);
        assertThat(settings.codec()).isEqualTo("gzip");
        assertThat(settings.statedRowBytes()).isEmpty();
        assertThat(settings.sortColumns()).isEmpty();
        assertThat(settings.counting()).isEqualTo(Counting.AUTO);
        assertThat(settings.files(Estimate.exact(35, Unit.BYTES)).mostFilters()).isEqualTo(2);
    }

    @Test
    void hudisOwnDefaultRowSizeIsNoStatement() {
        // Hudi fills in its defaults before it makes a partitioner, so one cannot tell them from what was set.
        assertThat(BulkInsertSettings.of(Map.of(BulkInsertSettings.ROW_SIZE, "1024"))
                        .statedRowBytes())
                .isEmpty();
        assertThat(BulkInsertSettings.of(Map.of(BulkInsertSettings.ROW_SIZE, "90"))
                        .statedRowBytes())
                .hasValue(90);
    }

    @Test
    void aSimpleFilterDoesNotGrow() {
        assertThat(BulkInsertSettings.of(Map.of("hoodie.bloom.index.filter.type", "SIMPLE"))
                        .files(Estimate.exact(35, Unit.BYTES))
                        .mostFilters())
                .isEqualTo(1);
    }

    @Test
    void filesWithoutFiltersAreRowsAlone() {
        assertThat(BulkInsertSettings.of(Map.of("hoodie.parquet.bloom.filter.enabled", "false"))
                        .files(Estimate.exact(35, Unit.BYTES))
                        .of(100))
                .isEqualTo(3_500);
    }

    @Test
    void sortColumnsAreNames() {
        assertThat(BulkInsertSettings.of(Map.of(BulkInsertSettings.SORT_COLUMNS, " ts, id ,"))
                        .sortColumns())
                .containsExactly("ts", "id");
    }

    @Test
    void anOptionThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> BulkInsertSettings.of(Map.of(BulkInsertSettings.COUNTING, "some")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(BulkInsertSettings.COUNTING + "=some: expected auto, sample or exact");
        assertThatThrownBy(() -> BulkInsertSettings.of(Map.of(BulkInsertSettings.TARGET, "120MB")))
                .hasMessage(BulkInsertSettings.TARGET + "=120MB: expected a whole number above 0");
        assertThatThrownBy(() -> BulkInsertSettings.of(Map.of("hoodie.index.bloom.fpp", "2")))
                .hasMessageContaining("between 0 and 1");
    }
}
