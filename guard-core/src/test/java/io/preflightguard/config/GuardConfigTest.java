package io.preflightguard.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.Mode;
import io.preflightguard.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardConfigTest {

    @Test
    void builderWinsOverSparkConfWinsOverDefault() {
        assertThat(GuardConfig.defaults().mode()).isEqualTo(Mode.ENFORCE);
        assertThat(GuardConfig.of(Map.of("spark.guard.mode", "warn"), Map.of()).mode())
                .isEqualTo(Mode.WARN);
        assertThat(GuardConfig.of(Map.of("spark.guard.mode", "warn"), Map.of("spark.guard.mode", "DRY_RUN"))
                        .mode())
                .isEqualTo(Mode.DRY_RUN);
    }

    @Test
    void keysOfOthersAreIgnored() {
        assertThat(GuardConfig.of(Map.of("spark.master", "local", "spark.guardian", "x"), Map.of())
                        .seed())
                .isEqualTo(42);
    }

    @Test
    void anUnknownKeyNamesTheNearestKnownOne() {
        assertThatThrownBy(() -> GuardConfig.of(Map.of("spark.guard.skew.maxratio", "5"), Map.of()))
                .isInstanceOf(GuardConfigException.class)
                .hasMessage("[GUARD_CONFIG] 1 problem in the configuration: spark.guard.skew.maxratio is not a key of"
                        + " the guard; the nearest is spark.guard.skew.max-ratio");
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThatThrownBy(() -> GuardConfig.of(
                        Map.of("spark.guard.mod", "x", "spark.guard.confidence", "95"),
                        Map.of("spark.guard.on-error", "explode")))
                .hasMessageContaining("3 problems")
                .hasMessageContaining("the nearest is spark.guard.mode")
                .hasMessageContaining("spark.guard.confidence=95: expected a number between 0 and 1")
                .hasMessageContaining("spark.guard.on-error=explode: expected one of continue, block");
    }

    @ParameterizedTest
    @CsvSource({"64m,67108864", "1g,1073741824", "512,512", "10KB,10240", "2 t,2199023255552", "7b,7"})
    void sizesReadAsSparkWritesThem(String text, long bytes) {
        assertThat(GuardConfig.of(Map.of("spark.guard.skew.min-task-size", text), Map.of())
                        .skewMinTaskSize())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"60s,60000", "500ms,500", "5min,300000", "1h,3600000", "10,10000"})
    void durationsReadAsSparkWritesThem(String text, long millis) {
        assertThat(GuardConfig.of(Map.of("spark.guard.time-budget", text), Map.of())
                        .timeBudget())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"-5m", "x", "99999999999999999999", "9223372036854775807t", "''"})
    void aSizeThatCannotBeReadIsAnError(String text) {
        assertThatThrownBy(() -> GuardConfig.of(Map.of("spark.guard.skew.min-task-size", text), Map.of()))
                .isInstanceOf(GuardConfigException.class)
                .hasMessageContaining("expected a size");
    }

    @Test
    void aSecretHasNoDefaultAndIsInNoError() {
        assertThat(GuardConfig.defaults().reportHashKey()).isEmpty();
        assertThatThrownBy(() -> GuardConfig.of(Map.of("spark.guard.report.hash-key", "  "), Map.of()))
                .hasMessageContaining("spark.guard.report.hash-key=***: expected a text that is not blank");
    }

    @Test
    void skewMayBeJudgedByShareAndAnsweredInThreeWays() {
        assertThat(GuardConfig.defaults().skewMaxShare()).isEmpty();
        assertThat(GuardConfig.defaults().onSkew()).isEqualTo(OnSkew.FAIL);
        GuardConfig config = GuardConfig.of(
                Map.of("spark.guard.skew.max-share", "0.2", "spark.guard.skew.on-violation", "salt"), Map.of());
        assertThat(config.skewMaxShare()).contains(0.2);
        assertThat(config.onSkew()).isEqualTo(OnSkew.SALT);
    }

    @Test
    void namesAreTrimmedAndEmptyOnesDropped() {
        assertThat(GuardConfig.of(Map.of("spark.guard.skew.key-columns", " a, ,b "), Map.of())
                        .keyColumns())
                .containsExactly("a", "b");
        assertThat(GuardConfig.defaults().keyColumns()).isEmpty();
    }

    /** Run with {@code -Dgolden.update=true} to write the page anew. */
    @Test
    @Tag("repository")
    void thePageOfTheRepositoryListsEveryKeyWithItsDefault() throws IOException {
        String page = "# Configuration\n\nEvery key of the guard. A value is taken from the builder"
                + " (`HudiPreflight.on(spark).set(key, value)`), else from the Spark configuration (`--conf key=value`),"
                + " else from the default. An unknown key that starts with `spark.guard.` is an error.\n\n"
                + GuardConfig.documentation();
        Path file = RepositoryRoot.find().resolve("docs/configuration.md");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, page);
        }

        assertThat(Files.readString(file)).isEqualTo(page);
        assertThat(page).contains("| `spark.guard.mode` | `enforce` | ");
    }
}
