package io.preflightguard.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.contract.Contract;
import io.preflightguard.contract.History;
import io.preflightguard.contract.SchemaContract;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryCredentialsTest {

    private static final Map<String, String> USER_INFO =
            Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:s3cret:ü");
    private static final Map<String, String> TOKEN = Map.of(
            "bearer.auth.credentials.source", "STATIC_TOKEN",
            "bearer.auth.token", "t0ken-s3cret",
            "bearer.auth.logical.cluster", "lsrc-1",
            "bearer.auth.identity.pool.id", "pool-1");

    private final FakeRegistry registry = new FakeRegistry().subject("s", "one");

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void theUserInformationOfTheUrlIsSentWithEveryRequest() throws IOException {
        load("me:s%2F3cret@", Map.of());

        assertThat(registry.headers()).hasSize(3).allSatisfy(headers -> assertThat(headers.get("Authorization"))
                .containsExactly("Basic bWU6cy8zY3JldA=="));
    }

    @Test
    void statedUserInformationIsSentInUtf8AndGoesBeforeThatOfTheUrl() throws IOException {
        load("other:password@", USER_INFO);

        assertThat(registry.headers()).allSatisfy(headers -> assertThat(headers.get("Authorization"))
                .containsExactly("Basic bWU6czNjcmV0OsO8"));
    }

    @Test
    void aTokenIsSentWithItsClusterAndItsPool() throws IOException {
        load("", TOKEN);

        assertThat(registry.headers()).allSatisfy(headers -> {
            assertThat(headers.get("Authorization")).containsExactly("Bearer t0ken-s3cret");
            assertThat(headers.get("target-sr-cluster")).containsExactly("lsrc-1");
            assertThat(headers.get("Confluent-Identity-Pool-Id")).containsExactly("pool-1");
        });
    }

    @Test
    void theCredentialsOfOneUrlAreNotSentToAnother() throws IOException {
        try (FakeRegistry broken = new FakeRegistry().answer("/subjects/s/versions", 503, "")) {
            RegistryConfig config = config(
                    "http://me:s3cret@localhost:" + broken.port() + "," + registry.url(), Map.of("max.retries", "0"));

            RegistryContracts.subject(config, "s").source().load(History.ALL);

            assertThat(broken.headers())
                    .allSatisfy(headers -> assertThat(headers).containsKey("Authorization"));
            assertThat(registry.headers())
                    .allSatisfy(headers -> assertThat(headers).doesNotContainKey("Authorization"));
        }
    }

    @Test
    void anAnswer401SaysWhichKeysToSet() {
        try (FakeRegistry closed = closed("{\"error_code\":401,\"message\":\"Unauthorized\"}")) {
            assertThatThrownBy(() -> load(closed, "", Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "registry " + closed.url() + " at /subjects/s/versions answered 401 with error_code 401 "
                                    + "(Unauthorized); no credentials were sent; set basic.auth.credentials.source=USER_INFO and "
                                    + "basic.auth.user.info, or bearer.auth.credentials.source=STATIC_TOKEN and "
                                    + "bearer.auth.token");
            assertThatThrownBy(() -> load(closed, "me:s3cret@", Map.of()))
                    .hasMessageContaining("the credentials are not accepted");
            assertThat(closed.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret:ü", "bWU6czNjcmV0OsO8", "me:s3cret:ü"})
    void aServerThatSendsThePasswordBackDoesNotBringItIntoAMessage(String secret) {
        assertNotShown(secret, USER_INFO);
    }

    @Test
    void aServerThatSendsTheTokenBackDoesNotBringItIntoAMessage() {
        assertNotShown("t0ken-s3cret", TOKEN);
    }

    private static void assertNotShown(String secret, Map<String, String> settings) {
        try (FakeRegistry closed = closed("{\"error_code\":401,\"message\":\"what is '" + secret + "'?\"}")) {
            assertThatThrownBy(() -> load(closed, "", settings))
                    .hasMessageContaining("what is '")
                    .satisfies(exception -> RegistryHttpTest.assertOneLineWithout(exception, secret));
        }
    }

    @Test
    void nothingShowsASecret() {
        for (Map<String, String> settings : List.of(Map.<String, String>of(), USER_INFO, TOKEN)) {
            RegistryConfig config = config("http://me:s3cret@localhost:1,http://localhost:2", settings);
            SchemaContract contract = RegistryContracts.subject(config, "s");

            assertThat(config.toString() + contract + contract.name() + contract.source() + config.endpoints())
                    .doesNotContain("s3cret", "t0ken", "czNjcmV0", "me:");
            assertThatThrownBy(() -> contract.source().load(History.ALL))
                    .satisfies(exception -> RegistryHttpTest.assertOneLineWithout(exception, "s3cret"));
        }
    }

    private static FakeRegistry closed(String body) {
        return new FakeRegistry()
                .answer("/subjects/s/versions", 401, body, Map.of("WWW-Authenticate", "Basic realm=\"r\""));
    }

    private Contract load(String userInfo, Map<String, String> settings) throws IOException {
        return load(registry, userInfo, settings);
    }

    private static Contract load(FakeRegistry registry, String userInfo, Map<String, String> settings)
            throws IOException {
        return RegistryContracts.subject(config("http://" + userInfo + "localhost:" + registry.port(), settings), "s")
                .source()
                .load(History.ALL);
    }

    private static RegistryConfig config(String urls, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("retries.wait.ms", "1"));
        all.putAll(settings);
        all.put("schema.registry.url", urls);
        return RegistryConfig.of(all);
    }
}
