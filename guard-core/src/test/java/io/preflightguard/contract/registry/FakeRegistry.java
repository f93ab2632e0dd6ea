package io.preflightguard.contract.registry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server on loopback that answers as it is told, by the raw path and query of the request. */
class FakeRegistry implements AutoCloseable {

    static final String UNKNOWN_SUBJECT = "{\"error_code\":40401,\"message\":\"Subject 'x' not found.\"}";

    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Headers> headers = new CopyOnWriteArrayList<>();
    private volatile Duration delay = Duration.ZERO;

    private record Reply(int status, ByteBuffer body, Map<String, String> headers) {}

    FakeRegistry() {
        this(newServer());
    }

    FakeRegistry(HttpServer server) {
        this.server = server;
        server.createContext("/", this::reply);
        server.start();
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException unavailable) {
            throw new UncheckedIOException(unavailable);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://localhost:" + port();
    }

    /** Requests for the path get these answers in the order in which they were added, and the last one ever after. */
    FakeRegistry answer(String path, int status, String body, Map<String, String> headers) {
        replies.computeIfAbsent(path, none -> new ArrayDeque<>())
                .add(new Reply(status, StandardCharsets.UTF_8.encode(body), headers));
        return this;
    }

    FakeRegistry answer(String path, int status, String body) {
        return answer(path, status, body, Map.of("Content-Type", "application/vnd.schemaregistry.v1+json"));
    }

    FakeRegistry answer(String path, String body) {
        return answer(path, 200, body);
    }

    FakeRegistry raw(String path, byte[] body) {
        replies.computeIfAbsent(path, none -> new ArrayDeque<>()).add(new Reply(200, ByteBuffer.wrap(body), Map.of()));
        return this;
    }

    /** Every answer from now on takes this long. */
    FakeRegistry delay(Duration each) {
        delay = each;
        return this;
    }

    /** A subject whose versions are 1, 2, 3 and so on. */
    FakeRegistry subject(String encoded, String... schemas) {
        StringBuilder numbers = new StringBuilder();
        for (int i = 1; i <= schemas.length; i++) {
            numbers.append(i == 1 ? "" : ",").append(i);
            answer("/subjects/" + encoded + "/versions/" + i, version(i, schemas[i - 1], ""));
        }
        return answer("/subjects/" + encoded + "/versions", "[" + numbers + "]")
                .answer("/config/" + encoded + "?defaultToGlobal=true", "{\"compatibilityLevel\":\"BACKWARD\"}");
    }

    /** @param more further fields, each after a comma */
    static String version(int number, String schema, String more) {
        return "{\"subject\":\"s\",\"id\":7,\"version\":" + number + ",\"schema\":\"" + schema + "\"" + more + "}";
    }

    List<String> requests() {
        return requests;
    }

    /** The headers of each request. */
    List<Headers> headers() {
        return headers;
    }

    private void reply(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        requests.add(path);
        headers.add(exchange.getRequestHeaders());
        Deque<Reply> queue = replies.get(path);
        if (queue == null) {
            send(exchange, 404, "{\"error_code\":40499,\"message\":\"not told\"}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        Reply reply = queue.size() == 1 ? queue.peek() : queue.remove();
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = new byte[reply.body().remaining()];
        reply.body().duplicate().get(body);
        send(exchange, reply.status(), body);
    }

    private void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            Thread.sleep(delay.toMillis());
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
