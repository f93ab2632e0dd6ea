package io.preflightguard.contract.registry;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a schema registry, by the keys of Confluent's client. Immutable and thread-safe. Its text holds no
 * secret.
 *
 * <table>
 * <caption>Keys; each may also be stated without, or with, the prefix {@code schema.registry.}</caption>
 * <tr><th>key</th><th>default</th><th>what it does</th></tr>
 * <tr><td>{@code schema.registry.url}</td><td></td><td>Comma-separated URLs, tried in order. Each may have a path, such
 * as {@code /apis/ccompat/v7} or {@code /contexts/.name}, and user information.</td></tr>
 * <tr><td>{@code basic.auth.credentials.source}</td><td>URL</td><td>URL or USER_INFO.</td></tr>
 * <tr><td>{@code basic.auth.user.info}</td><td></td><td>{@code user:password} for USER_INFO.</td></tr>
 * <tr><td>{@code bearer.auth.credentials.source}</td><td></td><td>STATIC_TOKEN.</td></tr>
 * <tr><td>{@code bearer.auth.token}</td><td></td><td>The token for STATIC_TOKEN.</td></tr>
 * <tr><td>{@code bearer.auth.logical.cluster}</td><td></td><td>Sent as {@code target-sr-cluster}.</td></tr>
 * <tr><td>{@code bearer.auth.identity.pool.id}</td><td></td><td>Sent as {@code Confluent-Identity-Pool-Id}.</td></tr>
 * <tr><td>{@code schema.registry.ssl.truststore.location}, {@code .password}, {@code .type}</td><td>the JVM's, type
 * JKS</td><td>Whom to trust; type JKS or PKCS12.</td></tr>
 * <tr><td>{@code schema.registry.ssl.keystore.location}, {@code .password}, {@code .type}</td><td>none, type
 * JKS</td><td>As whom to appear; type JKS or PKCS12.</td></tr>
 * <tr><td>{@code schema.registry.ssl.key.password}</td><td>the keystore's</td><td>The password of the key in
 * it.</td></tr>
 * <tr><td>{@code proxy.host}, {@code proxy.port}</td><td>the JVM's</td><td>A proxy for every URL.</td></tr>
 * <tr><td>{@code max.retries}</td><td>3</td><td>How often a request is repeated at one URL, 0 to 100.</td></tr>
 * <tr><td>{@code retries.wait.ms}</td><td>100</td><td>Milliseconds before the first repetition; doubles with
 * each.</td></tr>
 * <tr><td>{@code retries.max.wait.ms}</td><td>2000</td><td>The most milliseconds before a repetition.</td></tr>
 * <tr><td>{@code request.deadline.ms}</td><td>10000</td><td>The most milliseconds a load may take in all. Not
 * Confluent's.</td></tr>
 * <tr><td>{@code compatibility.group.value}</td><td>the latest version's</td><td>Which versions count, where the
 * subject has a compatibility group. Not Confluent's.</td></tr>
 * </table>
 */
public final class RegistryConfig {

    private static final String URL = "schema.registry.url";
    private static final String PROXY_HOST = "proxy.host";
    private static final String PROXY_PORT = "proxy.port";
    private static final String DEADLINE = "request.deadline.ms";
    private static final String GROUP_VALUE = "compatibility.group.value";
    private static final List<String> KEYS = List.of(
            "basic.auth.credentials.source",
            "basic.auth.user.info",
            "bearer.auth.credentials.source",
            "bearer.auth.identity.pool.id",
            "bearer.auth.logical.cluster",
            "bearer.auth.token",
            GROUP_VALUE,
            "max.retries",
            PROXY_HOST,
            PROXY_PORT,
            DEADLINE,
            "retries.max.wait.ms",
            "retries.wait.ms",
            "schema.registry.ssl.key.password",
            "schema.registry.ssl.keystore.location",
            "schema.registry.ssl.keystore.password",
            "schema.registry.ssl.keystore.type",
            "schema.registry.ssl.truststore.location",
            "schema.registry.ssl.truststore.password",
            "schema.registry.ssl.truststore.type",
            URL);

    private static final int DAY = 24 * 60 * 60 * 1000; // milliseconds

    private final List<Endpoint> endpoints;
    private final TlsContext tls;
    private final @Nullable InetSocketAddress proxy;
    private final Backoff backoff;
    private final Duration deadline;
    private final Optional<String> groupValue;

    private RegistryConfig(
            List<Endpoint> endpoints,
            TlsContext tls,
            @Nullable InetSocketAddress proxy,
            Backoff backoff,
            Duration deadline,
            Optional<String> groupValue) {
        this.endpoints = List.copyOf(endpoints);
        this.tls = tls;
        this.proxy = proxy;
        this.backoff = backoff;
        this.deadline = deadline;
        this.groupValue = groupValue;
    }

    /**
     * Reads the keys. Opens no file and no connection.
     *
     * @throws IllegalArgumentException naming every key that is unknown, missing, not supported or has a value that
     *     cannot be read; no value is shown
     */
    public static RegistryConfig of(Map<String, String> settings) {
        Settings stated = new Settings(settings, KEYS);
        Credentials.validate(stated);
        List<Endpoint> endpoints = endpoints(stated);
        TlsContext tls = TlsContext.of(stated);
        InetSocketAddress proxy = proxy(stated);
        Backoff backoff = new Backoff(
                stated.number("max.retries", 3, 0, 100),
                Duration.ofMillis(stated.number("retries.wait.ms", 100, 0, DAY)),
                Duration.ofMillis(stated.number("retries.max.wait.ms", 2_000, 0, DAY)));
        Duration deadline = Duration.ofMillis(stated.number(DEADLINE, 10_000, 1, DAY));
        Optional<String> groupValue = Optional.ofNullable(stated.text(GROUP_VALUE));
        stated.complain();
        return new RegistryConfig(endpoints, tls, proxy, backoff, deadline, groupValue);
    }

    private static List<Endpoint> endpoints(Settings settings) {
        List<Endpoint> endpoints = new ArrayList<>();
        String urls = settings.text(URL);
        if (urls == null) {
            settings.problem(URL + " is missing; state one such as http://host:8081");
            return endpoints;
        }
        String[] parts = urls.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            try {
                URI url = Endpoint.parse(parts[i].strip());
                endpoints.add(Endpoint.of(url, Credentials.of(settings, url)));
            } catch (IllegalArgumentException notAUrl) {
                settings.problem(URL
                        + (parts.length == 1 ? " " : ", entry " + (i + 1) + " of " + parts.length + ", ")
                        + notAUrl.getMessage());
            }
        }
        return endpoints;
    }

    private static @Nullable InetSocketAddress proxy(Settings settings) {
        String host = settings.text(PROXY_HOST);
        int port = settings.number(PROXY_PORT, 0, 1, 65_535);
        if (settings.has(PROXY_HOST) != settings.has(PROXY_PORT)) {
            settings.problem(PROXY_HOST + " and " + PROXY_PORT + " go together; state both or none");
        }
        return host == null ? null : InetSocketAddress.createUnresolved(host, port);
    }

    /** The most time a load may take in all: every URL, repetition, version and reference. Default 10 seconds. */
    public Duration deadline() {
        return deadline;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    TlsContext tls() {
        return tls;
    }

    Optional<InetSocketAddress> proxy() {
        return Optional.ofNullable(proxy);
    }

    Backoff backoff() {
        return backoff;
    }

    /** Which versions count, where the subject has a compatibility group; the latest version's if absent. */
    Optional<String> groupValue() {
        return groupValue;
    }

    /** How reports call the registry. */
    String name() {
        return "registry "
                + endpoints.stream().map(endpoint -> endpoint.base().toString()).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return name() + " within " + deadline.toMillis() + " ms";
    }
}
