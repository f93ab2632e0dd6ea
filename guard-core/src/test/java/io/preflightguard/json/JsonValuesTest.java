package io.preflightguard.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {

    @Test
    void readsEveryKindOfValueInTheOrderOfTheText() {
        Object value = JsonValues.parse(
                "{\"z\": [1, -9223372036854775808, 9223372036854775808, 1.50, true, false, null], \"a\": {\"b\": \"ü\\n\"}}");

        assertThat(value)
                .isEqualTo(Map.of(
                        "z",
                        Arrays.asList(
                                1L,
                                Long.MIN_VALUE,
                                new BigDecimal("9223372036854775808"),
                                new BigDecimal("1.50"),
                                true,
                                false,
                                null),
                        "a",
                        Map.of("b", "ü\n")));
        assertThat(((Map<?, ?>) value).keySet().toString()).isEqualTo("[z, a]");
    }

    @Test
    void readsAValueThatIsNoObject() {
        assertThat(JsonValues.parse(" \"string\" ")).isEqualTo("string");
        assertThat(JsonValues.parse("null")).isNull();
        assertThat(JsonValues.parse("[]")).isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"secret\": 1, \"secret\": 2}|a key that its object already has",
                "{\"secret\": 1} secret|text after the end of the JSON value",
                "{\"secret\": 1} {}|text after the end of the JSON value",
                "[1,|JSON that ends too early",
                "{\"secret|JSON that ends too early",
                "{\"secret\":|JSON that ends too early",
                "{\"secret\": tru|JSON that ends too early",
                "<html>secret</html>|not JSON",
                "{'secret': 1}|not JSON",
                "[NaN]|not JSON",
                "[01]|not JSON",
            })
    void saysWhereATextIsNotJsonWithoutQuotingIt(String text, String problem) {
        assertThatThrownBy(() -> JsonValues.parse(text))
                .isInstanceOfSatisfying(JsonFormatException.class, exception -> {
                    assertThat(exception.line()).isEqualTo(1);
                    assertThat(exception.column()).isBetween(1, text.length() + 1);
                    assertThat(exception).hasMessage(problem + " at line 1, column " + exception.column());
                })
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "\t"})
    void anEmptyTextIsNoValue(String text) {
        assertThatThrownBy(() -> JsonValues.parse(text)).hasMessageStartingWith("nothing but white space");
    }

    @Test
    void theLineOfAProblemIsCounted() {
        assertThatThrownBy(() -> JsonValues.parse("{\n  \"a\": 1,\n  b: 2\n}"))
                .hasMessageStartingWith("not JSON at line 3, column ");
    }

    @Test
    void whatWouldOverflowTheStackOrNeverEndIsRefused() {
        assertThat(JsonValues.parse("[".repeat(500) + "]".repeat(500))).isNotNull();
        assertThatThrownBy(() -> JsonValues.parse("[".repeat(100_000)))
                .isInstanceOf(JsonFormatException.class)
                .hasMessageStartingWith("JSON nested deeper than 500 levels");
        assertThatThrownBy(() -> JsonValues.parse("1".repeat(100_000)))
                .isInstanceOf(JsonFormatException.class)
                .hasNoCause();
        assertThatThrownBy(() -> JsonValues.parse("1e99999999999")).isInstanceOf(JsonFormatException.class);
    }
}
