package io.preflightguard.hudi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real registry, Apicurio, as a process of its own on loopback; it keeps everything in memory. */
final class TestRegistry implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final URI uri;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestRegistry(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Starts the registry that the build has unpacked, and waits until it answers. */
    static TestRegistry start() throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path jar;
        try (Stream<Path> files = Files.walk(Path.of("target", "registry"))) {
            jar = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
        Path log = Path.of("target", "registry.log").toAbsolutePath();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        jar.toString())
                .directory(jar.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        TestRegistry registry = new TestRegistry(process, URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!registry.answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                registry.close();
                throw new IOException("the registry did not start: " + Files.readString(log, StandardCharsets.UTF_8));
            }
            process.waitFor(200, TimeUnit.MILLISECONDS);
        }
        return registry;
    }

    /** Its base address, with a path. */
    String url() {
        return uri.toString();
    }

    private boolean answers() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(uri + "/subjects"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Sends a body, as {@code curl} would. */
    void send(String method, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(uri + path))
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .method(method, HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " gave " + response.statusCode() + ": " + response.body());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
