package io.preflightguard.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.preflightguard.contract.History;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHttpTest {

    private static final Resource RESOURCE = Resource.config("s");
    private static final String PATH = "/config/s?defaultToGlobal=true";

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void whatMayPassIsRepeated(int status) throws IOException {
        registry.answer(PATH, status, "busy").answer(PATH, status, "").answer(PATH, "[]");

        assertThat(get(registry.url(), Map.of()).json()).isEqualTo(List.of());
        assertThat(registry.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 401, 403, 404, 405, 407, 409, 422})
    void whatWillNotPassIsNotRepeated(int status) {
        registry.answer(PATH, status, "").answer(PATH, "[]");

        assertThatThrownBy(() -> get(registry.url(), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("registry " + registry.url() + " at /config/s answered " + status + "; ");
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void repetitionsEnd() {
        registry.answer(PATH, 503, "{\"error_code\":50302,\"message\":\"no\\u0000 \\u202E leader\\n\"}");

        assertThatThrownBy(() -> get(registry.url(), Map.of("max.retries", "2")))
                .hasMessage(
                        "registry " + registry.url() + " at /config/s answered 503 with error_code 50302 (no leader), "
                                + "3 times; try again later, or look into the registry's log");
        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void theServerSaysWhenToComeBack() throws IOException {
        registry.answer(PATH, 429, "", Map.of("Retry-After", "1")).answer(PATH, "[]");

        long start = System.nanoTime();
        get(registry.url(), Map.of());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    @Test
    void aWaitBeyondTheDeadlineIsNotBegun() {
        registry.answer(PATH, 429, "", Map.of("Retry-After", "3600"));

        assertThatThrownBy(() -> get(registry.url(), Map.of()))
                .hasMessageContaining("answered 429, asking to wait 3600 s, which the deadline does not allow; ");
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void aDateToComeBackCountsFromTheServersOwn() {
        assertThat(RetryAfter.of(headers(
                        "Retry-After", "Sat, 21 Nov 2026 10:00:07 GMT", "Date", "Sat, 21 Nov 2026 10:00:00 GMT")))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(RetryAfter.of(headers(
                        "Retry-After", "Sat, 21 Nov 2026 09:00:00 GMT", "Date", "Sat, 21 Nov 2026 10:00:00 GMT")))
                .isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.of(headers("Retry-After", "Sat, 21 Nov 2026 10:00:07 GMT")))
                .isNull();
        assertThat(RetryAfter.of(headers("Retry-After", "soon"))).isNull();
        assertThat(RetryAfter.of(headers("Retry-After", "-1"))).isNull();
        assertThat(RetryAfter.of(headers("Retry-After", "99999999999"))).isNull();
    }

    @Test
    void theNextUrlIsAskedWhereOneIsDownAndThenFirst() throws IOException {
        registry.answer(PATH, "[]");

        try (RegistryHttp http =
                new RegistryHttp(config(closedPort() + "," + registry.url(), Map.of("max.retries", "1")))) {
            assertThat(http.get(RESOURCE).place()).isEqualTo("registry " + registry.url() + " at /config/s");
            long start = System.nanoTime();
            http.get(RESOURCE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(100));
        }
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void everyUrlIsNamedWhereAllAreDown() throws IOException {
        String one = closedPort();
        registry.answer(PATH, 500, "");

        assertThatThrownBy(() -> get(one + "," + registry.url(), Map.of("max.retries", "1")))
                .isInstanceOf(IOException.class)
                .hasMessage("registry " + one + " at /config/s cannot be read: connection refused, 2 times; registry "
                        + registry.url() + " at /config/s answered 500, 2 times; try again later, or look into the "
                        + "registry's log");
    }

    @Test
    void aFinalAnswerIsNotAskedForElsewhere() {
        try (FakeRegistry second = new FakeRegistry()) {
            registry.answer(PATH, 403, "");

            assertThatThrownBy(() -> get(registry.url() + "," + second.url(), Map.of()))
                    .hasMessageContaining("answered 403");
            assertThat(second.requests()).isEmpty();
        }
    }

    @Test
    void aServerThatHangsCostsTheDeadlineAndNoMore() throws Exception {
        try (RawServer hanging = new RawServer((request, response) -> request.read())) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> get(hanging.url(), Map.of("request.deadline.ms", "500")))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "registry " + hanging.url() + " at /config/s gave no complete answer within ")
                    .hasMessageEndingWith("; check that it is well, or raise request.deadline.ms, now 500");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(400), Duration.ofMillis(1_500));
            assertThat(hanging.connections()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatHangsLeavesTimeForTheNext() throws Exception {
        registry.answer(PATH, "[]");
        try (RawServer hanging = new RawServer((request, response) -> request.read())) {
            assertThat(get(hanging.url() + "," + registry.url(), Map.of("request.deadline.ms", "1000"))
                            .place())
                    .contains(registry.url());
        }
    }

    @Test
    void aBodyThatDripsCostsTheDeadlineAndNoMore() throws Exception {
        RawServer.Behaviour drip = (request, response) -> {
            RawServer.write(response, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (true) {
                RawServer.write(response, " ");
                Thread.sleep(20);
            }
        };
        try (RawServer dripping = new RawServer(drip)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> get(dripping.url(), Map.of("request.deadline.ms", "500")))
                    .hasMessageContaining("gave no complete answer within ");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(400), Duration.ofMillis(1_500));
            assertThat(dripping.wasHungUpOn()).isTrue();
        }
    }

    @Test
    void theDeadlineHoldsForAllRequestsTogether() {
        registry.subject("s", "1", "2", "3", "4", "5", "6", "7", "8", "9").delay(Duration.ofMillis(100));

        long start = System.nanoTime();
        assertThatThrownBy(() -> RegistryContracts.subject(
                                config(registry.url(), Map.of("request.deadline.ms", "450")), "s")
                        .source()
                        .load(History.ALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("request.deadline.ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
    }

    @Test
    void aConnectionCutOffIsRepeated() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        RawServer.Behaviour cutOffOnce = (request, response) -> RawServer.write(
                response,
                calls.getAndIncrement() == 0
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[1,"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]");
        try (RawServer server = new RawServer(cutOffOnce)) {
            assertThat(get(server.url(), Map.of()).json()).isEqualTo(List.of());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[\"s3cret\",",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n[\"s3cret\",",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ns3cret\r\n",
                "SSH-2.0-s3cret\r\n\r\n",
                "HTTP/1.1 s3cret\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: s3cret\r\n\r\n[]",
            })
    void aConnectionCutOffAlwaysIsAnError(String answer) throws Exception {
        try (RawServer server = new RawServer((request, response) -> RawServer.write(response, answer))) {
            assertThatThrownBy(() -> get(server.url(), Map.of("max.retries", "1")))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("registry " + server.url() + " at /config/s ")
                    .satisfies(exception -> assertOneLineWithout(exception, "s3cret"));
            assertThat(server.connections()).isLessThanOrEqualTo(4); // Java repeats a lost connection once itself
        }
    }

    @Test
    void aBodyThatIsNotJsonIsAnErrorThatDoesNotQuoteIt() {
        registry.answer(PATH, 200, "<html>s3cret</html>", Map.of("Content-Type", "text/html"));

        assertThatThrownBy(() -> get(registry.url(), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("registry " + registry.url()
                        + " at /config/s answered with a body of type text/html that is not JSON (not JSON at line 1, ")
                .hasMessageEndingWith(
                        "; check schema.registry.url, and whether a proxy or a login page answers in its place")
                .satisfies(exception -> assertOneLineWithout(exception, "s3cret"));
        assertThat(registry.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"s3cret\",", "{\"s3cret\": 1", "", "[] s3cret"})
    void aBodyThatEndsTooEarlyOrTooLateIsAnError(String body) throws Exception {
        try (RawServer server = new RawServer((request, response) ->
                RawServer.write(response, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body))) {
            assertThatThrownBy(() -> get(server.url(), Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("answered with a body that is not JSON (")
                    .satisfies(exception -> assertOneLineWithout(exception, "s3cret"));
        }
    }

    @Test
    void aBodyThatIsNotUtf8IsAnError() {
        registry.raw(PATH, new byte[] {'"', (byte) 0xfc, '"'});

        assertThatThrownBy(() -> get(registry.url(), Map.of()))
                .hasMessageContaining("answered with a body that is not UTF-8 text");
    }

    @Test
    void aBodyTooLargeForASchemaIsNotReadToItsEnd() throws Exception {
        AtomicReference<Long> written = new AtomicReference<>(0L);
        RawServer.Behaviour endless = (request, response) -> {
            RawServer.write(response, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            byte[] mebibyte = new byte[1 << 20];
            while (true) {
                response.write(mebibyte);
                written.updateAndGet(bytes -> bytes + mebibyte.length);
            }
        };
        try (RawServer server = new RawServer(endless)) {
            assertThatThrownBy(() -> get(server.url(), Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("answered with more than 67108864 bytes, the limit for a schema");
            assertThat(server.wasHungUpOn()).isTrue();
            assertThat(server.connections()).isEqualTo(1);
            assertThat(written.get()).isLessThan(100L << 20);
        }
    }

    @Test
    void aBodyAnnouncedAsTooLargeIsNotReadAtAll() throws Exception {
        RawServer.Behaviour boasting = (request, response) -> {
            RawServer.write(response, "HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\n[");
            request.read();
        };
        try (RawServer server = new RawServer(boasting)) {
            assertThatThrownBy(() -> get(server.url(), Map.of()))
                    .hasMessageContaining("answered with more than 67108864 bytes");
        }
    }

    @Test
    void aRedirectIsNotFollowedAndItsTargetNamedWithoutSecrets() {
        try (FakeRegistry elsewhere = new FakeRegistry()) {
            String target = "http://me:s3cret@localhost:" + elsewhere.port() + "/login?token=s3cret";
            registry.answer(PATH, 302, "", Map.of("Location", target));

            assertThatThrownBy(() -> get(registry.url(), Map.of()))
                    .hasMessage("registry " + registry.url() + " at /config/s answered 302, a redirect to "
                            + elsewhere.url()
                            + ", which is not followed; state the final address in schema.registry.url");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void anInterruptIsHonouredAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        RawServer.Behaviour hang = (request, response) -> {
            asked.countDown();
            request.read();
        };
        try (RawServer hanging = new RawServer(hang)) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread reader = new Thread(() -> {
                try {
                    get(hanging.url(), Map.of());
                } catch (IOException exception) {
                    thrown.set(exception);
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            reader.start();
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
            reader.interrupt();
            reader.join(5_000);

            assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class).hasMessageContaining("was interrupted");
            assertThat(flag.get()).isTrue();
        }
    }

    @Test
    void aProxyIsUsedWhereOneIsStated() throws IOException {
        registry.answer("http://registry.invalid:8081" + PATH, "[]");

        assertThat(get(
                                "http://registry.invalid:8081",
                                Map.of("proxy.host", "localhost", "proxy.port", String.valueOf(registry.port())))
                        .json())
                .isEqualTo(List.of());
    }

    @Test
    void noThreadOfItsOwnOutlivesALoad() throws Exception {
        registry.answer(PATH, "[]");
        get(registry.url(), Map.of());

        long start = System.nanoTime();
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("preflight-guard-registry"))) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            Thread.sleep(5);
        }
    }

    static void assertOneLineWithout(Throwable exception, String secret) {
        assertThat(exception.getMessage()).doesNotContain("\n", secret);
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(secret);
            for (Throwable suppressed : cause.getSuppressed()) {
                assertOneLineWithout(suppressed, secret);
            }
        }
    }

    /** A URL at which nobody listens. */
    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://localhost:" + socket.getLocalPort();
        }
    }

    private static HttpHeaders headers(String... pairs) {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.put(pairs[i], List.of(pairs[i + 1]));
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    private static RegistryConfig config(String urls, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("retries.wait.ms", "10", "retries.max.wait.ms", "20"));
        all.put("schema.registry.url", urls);
        all.putAll(settings);
        return RegistryConfig.of(all);
    }

    private static Answer get(String urls, Map<String, String> settings) throws IOException {
        try (RegistryHttp http = new RegistryHttp(config(urls, settings))) {
            return http.get(RESOURCE);
        }
    }
}
