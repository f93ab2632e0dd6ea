package io.preflightguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command against a registry; what the client itself does is tested beside it. */
@Tag("command-line")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GuardCliRegistryTest {

    private static final String V1 = schema("{\"name\":\"a\",\"type\":\"int\"}");
    private static final String V2 =
            schema("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":[\"null\",\"int\"],\"default\":null}");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> answers = new TreeMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        register("orders-value", V1, V2);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void holdsANewVersionAgainstEveryVersionOfTheSubject() throws IOException {
        Files.writeString(folder.resolve("orders.avsc"), schema("{\"name\":\"a\",\"type\":\"string\"}"));

        int exit = guard("orders.avsc", "--subject", "{file}-value");

        assertThat(exit).isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString())
                .contains("subject orders-value (2 versions), level additive: FAIL")
                .contains("a: FAIL [TYPE_CHANGED] int -> string", "(against version 2, orders.avsc line 1)")
                .contains("b: FAIL [FIELD_REMOVED]");
    }

    @Test
    void levelRegistryIsTheSubjectsOwn() throws IOException {
        answers.put("/config/orders-value", "{\"compatibilityLevel\":\"BACKWARD\"}");
        Files.writeString(folder.resolve("removed.avsc"), V1);
        Files.writeString(folder.resolve("required.avsc"), V2.replace(",\"default\":null", ""));
        Files.writeString(
                folder.resolve("meaning.avsc"),
                V2.replace("\"type\":\"int\"", "\"type\":{\"type\":\"int\",\"logicalType\":\"date\"}"));

        assertThat(guard("removed.avsc", "--subject", "orders-value", "--level", "registry"))
                .as("BACKWARD lets fields go")
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("level registry BACKWARD: PASS");
        assertThat(guard("required.avsc", "--subject", "orders-value", "--level", "registry"))
                .as("records of version 1 have no b; BACKWARD looks at version 2 only")
                .isEqualTo(ExitCode.OK);
        answers.put("/config/orders-value", "{\"compatibilityLevel\":\"BACKWARD_TRANSITIVE\"}");
        assertThat(guard("required.avsc", "--subject", "orders-value", "--level", "registry"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString()).contains("b: FAIL [REGISTRY_LEVEL_BROKEN] absent -> int without default");
        assertThat(guard("meaning.avsc", "--subject", "orders-value", "--level", "registry"))
                .as("no registry level lets a meaning change")
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString()).contains("a: FAIL [LOGICAL_TYPE_CHANGED] int -> date");
    }

    @Test
    void aMistypedSubjectIsNoPass() throws IOException {
        Files.writeString(folder.resolve("orders.avsc"), V2);

        assertThat(guard("orders.avsc", "--subject", "order-value")).isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(out.toString()).contains("subject order-value does not exist", "--allow-new");
        assertThat(guard("orders.avsc", "--subject", "order-value", "--allow-new"))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void aVersionThatIsNoSchemaIsNoPass() throws IOException {
        register("orders-value", V1, "{\"type\":\"record\"}");
        Files.writeString(folder.resolve("orders.avsc"), V1);

        assertThat(guard("orders.avsc", "--subject", "orders-value")).isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(out.toString()).contains("version 2 cannot be used: not an Avro schema");
    }

    @Test
    void aRegistryThatHangsEndsWithinItsDeadline() throws IOException {
        answers.put("/subjects/orders-value/versions", "hang");
        Files.writeString(folder.resolve("orders.avsc"), V1);
        Files.writeString(folder.resolve("guard.properties"), "request.deadline.ms=500\n");
        long start = System.nanoTime();

        int exit = guard("orders.avsc", "--subject", "orders-value", "--config", "guard.properties");

        assertThat(exit).isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(10);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void aPageOfAProxyIsNoPass() throws IOException {
        answers.put("/subjects/orders-value/versions", "<html>sign in</html>");
        Files.writeString(folder.resolve("orders.avsc"), V1);

        assertThat(guard("orders.avsc", "--subject", "orders-value")).isEqualTo(ExitCode.COULD_NOT_CHECK);
        assertThat(out.toString()).contains("could not be checked").doesNotContain("sign in");
    }

    @Test
    void aSecretNeverShows() throws IOException {
        answers.put("/subjects/orders-value/versions", "{\"error_code\":40101,\"message\":\"login hunter2 is wrong\"}");
        Files.writeString(folder.resolve("orders.avsc"), V1);
        Files.writeString(
                folder.resolve("guard.properties"),
                "basic.auth.credentials.source=USER_INFO\nbasic.auth.user.info=${env:LOGIN}\n");

        guard("orders.avsc", "--subject", "orders-value", "--config", "guard.properties", "--verbose");

        assertThat(out + "\n" + err).doesNotContain("hunter2").contains("could not be checked");
    }

    @Test
    void anUnknownKeyOfTheRegistryIsWrongUsage() throws IOException {
        Files.writeString(folder.resolve("orders.avsc"), V1);
        Files.writeString(folder.resolve("guard.properties"), "basic.auth.userinfo=a:b\n");

        assertThat(guard("orders.avsc", "--subject", "orders-value", "--config", "guard.properties"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("basic.auth.user.info").doesNotContain("a:b");
    }

    private int guard(String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "schema";
        all[1] = "check";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[arguments.length + 2] = "--against";
        all[arguments.length + 3] =
                "registry:http://127.0.0.1:" + server.getAddress().getPort();
        return GuardCli.run(
                new Surroundings(
                        folder,
                        Map.of("LOGIN", "somebody:hunter2"),
                        LocalDate.of(2026, 11, 21),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true)),
                all);
    }

    private void register(String subject, String... versions) {
        StringBuilder numbers = new StringBuilder();
        for (int i = 1; i <= versions.length; i++) {
            numbers.append(i == 1 ? "" : ",").append(i);
            answers.put(
                    "/subjects/" + subject + "/versions/" + i,
                    "{\"subject\":\"" + subject + "\",\"version\":" + i + ",\"id\":" + i + ",\"schema\":\""
                            + versions[i - 1].replace("\"", "\\\"") + "\"}");
        }
        answers.put("/subjects/" + subject + "/versions", "[" + numbers + "]");
        answers.put("/config/" + subject, "{\"compatibilityLevel\":\"FULL\"}");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = answers.get(exchange.getRequestURI().getPath());
        if ("hang".equals(body)) {
            return; // and never close the exchange
        }
        byte[] bytes = (body == null ? "{\"error_code\":40401,\"message\":\"Subject not found.\"}" : body)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(body == null ? 404 : body.contains("\"error_code\"") ? 401 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String schema(String fields) {
        return "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[" + fields + "]}";
    }
}
