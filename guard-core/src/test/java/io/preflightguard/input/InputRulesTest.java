package io.preflightguard.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.schema.Field;
import io.preflightguard.schema.FieldType;
import io.preflightguard.schema.TableSchema;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputRulesTest {

    @Test
    void aMissingKeyColumnNamesWhoWantsItAndTheNearest() {
        Outcome outcome = InputRules.columns(columns(3), Map.of("colum1", "hoodie.recordkey"), GuardConfig.defaults())
                .outcome();

        assertThat(outcome.findings())
                .extracting(Finding::line)
                .singleElement()
                .asString()
                .contains("FAIL [KEY_COLUMN_MISSING] colum1: is named by hoodie.recordkey")
                .contains("the nearest is column1");
    }

    @Test
    void anInputWithoutColumnsIsSaidSo() {
        assertThat(InputRules.columns(columns(0), Map.of("id", "x"), GuardConfig.defaults())
                        .outcome()
                        .findings())
                .extracting(Finding::suggestion)
                .containsExactly("The input has no columns at all.");
    }

    @Test
    void aWideInputIsWarnedOfAndANarrowOneIsNot() {
        assertThat(InputRules.columns(columns(2000), Map.of(), GuardConfig.defaults())
                        .outcome()
                        .findings())
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .contains("2,000 columns", "leaves each of them 61.4 KiB");
        assertThat(InputRules.columns(columns(1000), Map.of(), GuardConfig.defaults())
                        .outcome())
                .isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void rowsAreCountedUnknownOrNone() {
        assertThat(InputRules.rows(Estimate.exact(5, Unit.COUNT), 5).outcome()).isInstanceOf(Outcome.Passed.class);
        assertThat(InputRules.rows(Estimate.exact(0, Unit.COUNT), 0).outcome().findings())
                .extracting(finding -> finding.rule().id())
                .containsExactly("INPUT_EMPTY");
        assertThat(InputRules.rows(null, 0).outcome()).isInstanceOf(Outcome.Skipped.class);
        assertThat(InputRules.rows(null, 7).outcome())
                .isInstanceOfSatisfying(Outcome.Passed.class, passed -> assertThat(passed.examined())
                        .isEqualTo("at least 7 rows"));
    }

    private static TableSchema columns(int count) {
        return new TableSchema(IntStream.range(0, count)
                .mapToObj(i -> new Field("column" + i, FieldType.Primitive.INT, true))
                .toList());
    }
}
