package io.preflightguard.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryConfigTest {

    private static final String URL = "schema.registry.url";

    @Test
    void theDefaultsSuitAPreflight() {
        RegistryConfig config = RegistryConfig.of(Map.of(URL, "http://host:8081/"));

        assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.backoff()).isEqualTo(new Backoff(3, Duration.ofMillis(100), Duration.ofSeconds(2)));
        assertThat(config.proxy()).isEmpty();
        assertThat(config).hasToString("registry http://host:8081 within 10000 ms");
    }

    @Test
    void severalUrlsKeepTheirOrderTheirPathsAndTheirSecrets() {
        RegistryConfig config = RegistryConfig.of(
                Map.of(URL, "https://me:s3cret@one/apis/ccompat/v7/ , HTTP://two:8081/contexts/.ctx"));

        assertThat(config.endpoints())
                .extracting(endpoint -> endpoint.base().toString())
                .containsExactly("https://one/apis/ccompat/v7", "http://two:8081/contexts/.ctx");
        assertThat(config.endpoints().get(0).credentials().headers()).containsKey("Authorization");
        assertThat(config.endpoints().get(1).credentials().headers()).isEmpty();
        assertThat(config.toString() + config.endpoints()).doesNotContain("s3cret", "me:", "Basic");
    }

    @Test
    void everyKeyMayBeStatedWithThePrefixAndWithout() {
        Map<String, String> plain = Map.of(
                "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:s3cret", "max.retries", "7");
        Map<String, String> prefixed = new HashMap<>(Map.of(URL, "http://host"));
        plain.forEach((key, value) -> prefixed.put("schema.registry." + key, value));
        Map<String, String> mixed = new HashMap<>(plain);
        mixed.put("url", "http://host");

        for (Map<String, String> settings : List.of(prefixed, mixed)) {
            RegistryConfig config = RegistryConfig.of(settings);
            assertThat(config.backoff().maxRetries()).isEqualTo(7);
            assertThat(config.endpoints().get(0).credentials().headers())
                    .containsEntry("Authorization", "Basic bWU6czNjcmV0");
        }
        assertThatThrownBy(() -> RegistryConfig.of(
                        Map.of(URL, "http://host", "max.retries", "1", "schema.registry.max.retries", "2")))
                .hasMessageContaining("max.retries is stated twice");
    }

    @Test
    void aBearerTokenBringsItsHeaders() {
        RegistryConfig config = RegistryConfig.of(Map.of(
                URL,
                "https://me:s3cret@host",
                "bearer.auth.credentials.source",
                "STATIC_TOKEN",
                "bearer.auth.token",
                "t0ken",
                "bearer.auth.logical.cluster",
                "lsrc-1",
                "bearer.auth.identity.pool.id",
                "pool-1"));

        assertThat(config.endpoints().get(0).credentials().headers())
                .isEqualTo(Map.of(
                        "Authorization", "Bearer t0ken",
                        "target-sr-cluster", "lsrc-1",
                        "Confluent-Identity-Pool-Id", "pool-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "basic.auth.credentials.source|SASL_INHERIT|SASL_INHERIT is not supported here",
                "basic.auth.credentials.source|s3cret|basic.auth.credentials.source is neither URL nor USER_INFO",
                "basic.auth.credentials.source|USER_INFO|basic.auth.user.info is not user:password",
                "basic.auth.user.info|me:s3cret|set basic.auth.credentials.source=USER_INFO",
                "bearer.auth.credentials.source|OAUTHBEARER|is not STATIC_TOKEN",
                "bearer.auth.credentials.source|STATIC_TOKEN|bearer.auth.token is missing",
                "bearer.auth.token|s3cret|set bearer.auth.credentials.source=STATIC_TOKEN",
                "proxy.host|host|proxy.host and proxy.port go together",
                "proxy.port|65536|proxy.port is not a whole number from 1 to 65535",
                "max.retries|s3cret|max.retries is not a whole number from 0 to 100",
                "request.deadline.ms|0|request.deadline.ms is not a whole number from 1 to 86400000",
                "schema.registry.ssl.truststore.password|s3cret|is stated without schema.registry.ssl.truststore.location",
                "max.retires|s3cret|max.retires is not a key of the registry client; the nearest is max.retries",
                "schema.registry.basic.auth.userinfo|s3cret|the nearest is",
            })
    void saysWhichKeyIsWrongWithoutItsValue(String key, String value, String problem) {
        assertThatThrownBy(() -> RegistryConfig.of(Map.of(URL, "http://host", key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:8081",
                "ftp://host",
                "http://me:s3/cret@host",
                "http://me/s3cret@host/",
                "http://me:s3 cret@host",
                "http://me:s3cret@",
                "http://host?token=s3cret",
                "http://host,",
                "http://me:s3,cret@host",
            })
    void aUrlThatIsNoneIsNotQuotedForItMayHoldAPassword(String url) {
        assertThatThrownBy(() -> RegistryConfig.of(Map.of(URL, url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(" in the configuration of the schema registry: schema.registry.url")
                .hasMessageNotContaining("s3")
                .hasMessageNotContaining("cret")
                .hasNoCause();
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThatThrownBy(() -> RegistryConfig.of(Map.of("max.retries", "-1", "proxy.port", "1")))
                .hasMessageStartingWith("3 problems in the configuration of the schema registry: ")
                .hasMessageContaining("schema.registry.url is missing")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> RegistryConfig.of(Map.of(
                        URL,
                        "http://host",
                        "basic.auth.credentials.source",
                        "URL",
                        "bearer.auth.credentials.source",
                        "STATIC_TOKEN",
                        "bearer.auth.token",
                        "to\nken")))
                .hasMessageContaining("are both stated")
                .hasMessageContaining("bearer.auth.token holds characters that no HTTP header can")
                .hasMessageNotContaining("ken;");
    }

    @Test
    void theDeadlineIsSetInMilliseconds() {
        RegistryConfig config = RegistryConfig.of(Map.of(URL, "http://host", "request.deadline.ms", "700"));

        assertThat(config.deadline()).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void theNameOfAContractHoldsNoSecret() {
        RegistryConfig config = RegistryConfig.of(Map.of(URL, "http://me:s3cret@host:8081,http://other/path"));

        assertThat(RegistryContracts.subject(config, "flights-value").name())
                .isEqualTo("registry http://host:8081,http://other/path subject flights-value");
        assertThat(RegistryContracts.subject(config, "flights-value").toString())
                .doesNotContain("s3cret");
        assertThatThrownBy(() -> RegistryContracts.subject(config, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RegistryContracts.subject(config, "a\nb"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void subjectsAreNamedAsConfluentNamesThem() {
        assertThat(SubjectNames.topicValue("flights")).isEqualTo("flights-value");
        assertThat(SubjectNames.topicKey("flights")).isEqualTo("flights-key");
        assertThat(SubjectNames.record("air.Flight")).isEqualTo("air.Flight");
        assertThat(SubjectNames.topicRecord("flights", "air.Flight")).isEqualTo("flights-air.Flight");
    }

    @Test
    void waitsGrowStayWithinTheirLimitAndDifferFromRequestToRequest() {
        Backoff backoff = new Backoff(100, Duration.ofMillis(100), Duration.ofSeconds(2));
        Resource one = Resource.versions("one");

        assertThat(backoff.before(0, one)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(backoff.before(3, one)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
        assertThat(backoff.before(99, one)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(backoff.before(9, one)).isEqualTo(backoff.before(9, Resource.versions("one")));
        assertThat(backoff.before(9, one)).isNotEqualTo(backoff.before(9, Resource.versions("two")));
        assertThat(new Backoff(1, Duration.ZERO, Duration.ZERO).before(0, one)).isEqualTo(Duration.ZERO);
    }
}
