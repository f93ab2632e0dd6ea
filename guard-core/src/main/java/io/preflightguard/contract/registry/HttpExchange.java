package io.preflightguard.contract.registry;

import io.preflightguard.json.JsonFormatException;
import io.preflightguard.json.JsonValues;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One question to one URL, within a deadline that holds for the last byte of the answer too. Thread-safe. */
final class HttpExchange implements Closeable {

    private static final String ACCEPT =
            "application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json, application/json";

    private final ExecutorService threads;
    private final HttpClient client;
    private final Duration limit;

    /** @param tls null for the JVM's own context */
    HttpExchange(RegistryConfig config, @Nullable SSLContext tls) {
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "preflight-guard-registry");
            thread.setDaemon(true);
            return thread;
        });
        limit = config.deadline();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // no attempt at an upgrade, which some proxies cannot bear
                .followRedirects(HttpClient.Redirect.NEVER) // credentials go to no other host
                .connectTimeout(config.deadline().dividedBy(config.endpoints().size()))
                .executor(threads);
        config.proxy().ifPresent(proxy -> builder.proxy(ProxySelector.of(proxy)));
        if (tls != null) {
            builder.sslContext(tls);
        }
        client = builder.build();
    }

    /**
     * Asks once.
     *
     * @throws UnavailableException if another URL or another time may help
     * @throws NotFoundException if the resource does not exist
     * @throws IOException if the answer is final and is no JSON value
     */
    Answer get(Endpoint endpoint, Resource resource, Deadline deadline) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.of(resource))
                .header("Accept", ACCEPT)
                .header("User-Agent", "preflight-guard");
        endpoint.credentials().headers().forEach(request::header);
        Failures failures = new Failures(endpoint, resource);
        CompletableFuture<HttpResponse<byte[]>> future =
                client.sendAsync(request.build(), head -> new LimitedBody(head.headers()));
        try {
            return answer(future.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS), failures);
        } catch (TimeoutException late) {
            throw failures.late(deadline.length(), limit);
        } catch (InterruptedException interrupted) {
            throw interrupted(endpoint, interrupted);
        } catch (ExecutionException failed) {
            throw failures.of(failed.getCause());
        } finally {
            future.cancel(true); // closes the connection of an answer that nobody waits for any more
        }
    }

    private static Answer answer(HttpResponse<byte[]> response, Failures failures) throws IOException {
        if (response.statusCode() != 200) {
            throw failures.of(response);
        }
        try {
            String text = utf8(response.body());
            return new Answer(failures.place(), JsonValues.parse(text));
        } catch (CharacterCodingException notText) {
            throw failures.notJson(response, "is not UTF-8 text");
        } catch (JsonFormatException notJson) {
            throw failures.notJson(response, "is not JSON (" + notJson.getMessage() + ")");
        }
    }

    static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    static InterruptedIOException interrupted(Endpoint endpoint, InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        InterruptedIOException exception =
                new InterruptedIOException("reading from " + endpoint.name() + " was interrupted");
        exception.initCause(interrupted);
        return exception;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
