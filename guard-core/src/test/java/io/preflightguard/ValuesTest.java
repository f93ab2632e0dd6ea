package io.preflightguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COUNT | 1234567 | 1,234,567",
                "COUNT | 0.5 | 0.50",
                "COUNT | 1234.5 | 1,235",
                "BYTES | 0 | 0 B",
                "BYTES | 1023 | 1023 B",
                "BYTES | 1536 | 1.50 KiB",
                "BYTES | 9663676416 | 9.00 GiB",
                "SHARE | 0.0555 | 5.55 %",
                "SHARE | 1 | 100 %",
                "SHARE | 0.0000012 | < 0.01 %",
                "RATIO | 12.84 | 12.8x",
                "RATIO | 0 | 0x"
            })
    void numbersReadTheSameEverywhere(Unit unit, double value, String text) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(unit.format(value)).isEqualTo(text);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anEstimateShowsItsIntervalWhereItShows() {
        assertThat(new Estimate(0.61, 0.58, 0.64, 0.95, Unit.SHARE).render()).isEqualTo("61.0 % [58.0 % to 64.0 %]");
        assertThat(new Estimate(0.61, 0.60999, 0.61001, 0.95, Unit.SHARE).render())
                .isEqualTo("61.0 %");
        assertThat(Estimate.exact(3, Unit.COUNT).render()).isEqualTo("3");
    }

    @Test
    void aProductIsAtLeastAsUncertainAsItsFactors() {
        Estimate rows = new Estimate(100, 90, 110, 0.95, Unit.COUNT);
        Estimate bytes = new Estimate(10, 8, 12, 0.95, Unit.BYTES);

        Estimate product = rows.times(bytes, Unit.BYTES);

        assertThat(product.low()).isEqualTo(720);
        assertThat(product.value()).isEqualTo(1000);
        assertThat(product.high()).isEqualTo(1320);
        assertThat(product.confidence()).isCloseTo(0.9, within(1e-12));
    }

    @Test
    void anEstimateOutsideItsIntervalIsRefused() {
        assertThatThrownBy(() -> new Estimate(5, 6, 7, 0.95, Unit.COUNT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Estimate(Double.NaN, 0, 1, 0.95, Unit.COUNT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Estimate(5, 5, 5, 0, Unit.COUNT)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3a://AKIA:wJalr/K7MDENG+x@bucket/t is gone | s3a://***@bucket/t is gone",
                "http://me:secret@registry:8081 | http://***@registry:8081",
                "abfss://c@a.net/t?sig=abc%2F&se=1 | abfss://c@a.net/t?sig=***&se=1",
                "https://b/t?X-Amz-Signature=abc | https://b/t?X-Amz-Signature=***",
                "/plain/path | /plain/path"
            })
    void secretsNeverShow(String text, String shown) {
        assertThat(Redaction.of(text)).isEqualTo(shown);
        assertThat(new Outcome.Errored(text, "Look.").problem()).isEqualTo(shown);
    }

    @Test
    void aLineBreakInAColumnNameLosesNoFinding() {
        assertThat(Finding.of(
                                RuleCatalog.FIELD_REMOVED,
                                "a\nb",
                                "is gone",
                                new Described("x"),
                                new Limit(new Described("y"), "z"),
                                "Add it.")
                        .subject())
                .isEqualTo("a b");
    }

    @Test
    void aRemedyThatSpreadsKeysDoesNotShowThem() {
        Remedy remedy = TestReports.skew().remedies().get(0);

        assertThat(remedy.describe()).isEqualTo("spread 1 hot key of origin over 3 of 4 partitions");
        assertThat(remedy.toString()).doesNotContain("ORD");
    }
}
