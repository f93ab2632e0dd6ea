package io.preflightguard.contract.registry;

import io.preflightguard.json.JsonFormatException;
import io.preflightguard.json.JsonValues;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one line why one URL did not give one resource. No message holds a secret, a query or a body. */
final class Failures {

    private static final int MAX_MESSAGE = 200;

    private final Endpoint endpoint;
    private final Resource resource;

    Failures(Endpoint endpoint, Resource resource) {
        this.endpoint = endpoint;
        this.resource = resource;
    }

    /** The URL and the path. */
    String place() {
        return endpoint.name() + " at " + resource.path();
    }

    UnavailableException late(Duration part, Duration limit) {
        return new UnavailableException(
                place() + " gave no complete answer within " + part.toMillis() + " ms",
                "check that it is well, or raise request.deadline.ms, now " + limit.toMillis(),
                false,
                null,
                null);
    }

    /** For a connection that failed. */
    IOException of(@Nullable Throwable cause) {
        if (cause instanceof LimitedBody.TooLargeException) {
            return new IOException(place() + " answered with more than " + LimitedBody.MAX_BYTES
                    + " bytes, the limit for a schema; check schema.registry.url");
        }
        if (cause instanceof SSLException) {
            return new UnavailableException(
                    place() + " cannot be reached over TLS: " + cleaned(cause.getMessage()),
                    "check schema.registry.ssl.truststore.location and, where the registry asks for a certificate, "
                            + "schema.registry.ssl.keystore.location",
                    false,
                    null,
                    cause);
        }
        return new UnavailableException(
                place() + " cannot be read: " + problem(cause),
                "check schema.registry.url, the proxy and the network",
                true,
                null,
                quotesTheAnswer(cause) ? null : cause);
    }

    /** Java's messages about an answer that is not HTTP repeat it. */
    private static boolean quotesTheAnswer(@Nullable Throwable cause) {
        return cause instanceof ProtocolException || !(cause instanceof IOException);
    }

    private String problem(@Nullable Throwable cause) {
        if (cause instanceof UnknownHostException
                || (cause != null && cause.getCause() instanceof UnresolvedAddressException)) {
            return "the host is not known";
        }
        if (cause instanceof HttpTimeoutException) {
            return "no connection within the deadline";
        }
        if (cause instanceof ConnectException) {
            return cause.getMessage() == null ? "connection refused" : cleaned(cause.getMessage());
        }
        if (cause instanceof ProtocolException) {
            return "it does not speak HTTP";
        }
        if (cause != null && cause.getCause() instanceof EOFException) {
            return "the connection was closed before the answer was complete";
        }
        return cause instanceof IOException
                ? "the connection failed (" + cleaned(cause.getMessage()) + ")"
                : "the answer is not HTTP";
    }

    /** For a status other than 200. */
    IOException of(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
            return new IOException(place() + " answered " + status + ", a redirect"
                    + response.headers()
                            .firstValue("Location")
                            .map(this::target)
                            .orElse("")
                    + ", which is not followed; state the final address in schema.registry.url");
        }
        ErrorBody error = ErrorBody.of(response.body());
        String what = place() + " answered " + status + error.described(this);
        if (status == 408 || status == 429 || status >= 500) {
            return new UnavailableException(
                    what,
                    "try again later, or look into the registry's log",
                    true,
                    RetryAfter.of(response.headers()),
                    null);
        }
        if (status == 404) {
            return new NotFoundException(what + "; check the path of schema.registry.url", error.code() != null);
        }
        return new IOException(what + "; " + wayOut(status));
    }

    private String wayOut(int status) {
        return switch (status) {
            case 401 ->
                endpoint.credentials().areStated()
                        ? "the credentials are not accepted; check basic.auth.user.info, bearer.auth.token or the user "
                                + "information in schema.registry.url"
                        : "no credentials were sent; set basic.auth.credentials.source=USER_INFO and "
                                + "basic.auth.user.info, or bearer.auth.credentials.source=STATIC_TOKEN and "
                                + "bearer.auth.token";
            case 403 -> "the credentials do not suffice; ask for the right to read subjects and compatibility levels";
            case 407 -> "the proxy asks for credentials, which is not supported here; use one that does not";
            default -> "check schema.registry.url and the subject";
        };
    }

    IOException notJson(HttpResponse<byte[]> response, String problem) {
        String type = response.headers()
                .firstValue("Content-Type")
                .map(value -> " of type " + cleaned(value))
                .orElse("");
        return new IOException(place() + " answered with a body" + type + " that " + problem
                + "; check schema.registry.url, and whether a proxy or a login page answers in its place");
    }

    /** Where a redirect leads, as far as its host. */
    private String target(String location) {
        try {
            URI uri = endpoint.base().resolve(location);
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return uri.getHost() == null ? "" : " to " + cleaned(uri.getScheme() + "://" + uri.getHost() + port);
        } catch (IllegalArgumentException notAUri) {
            return "";
        }
    }

    /** Foreign text on one line, cut, and without the credentials in case they were sent back. */
    String cleaned(@Nullable String text) {
        return Names.shown(endpoint.credentials().redact(String.valueOf(text)), MAX_MESSAGE);
    }

    /** What a registry says about an error: {@code {"error_code": 40401, "message": "..."}}. */
    private record ErrorBody(@Nullable Long code, @Nullable String message) {

        static ErrorBody of(byte[] body) {
            try {
                if (JsonValues.parse(HttpExchange.utf8(body)) instanceof Map<?, ?> error) {
                    return new ErrorBody(
                            error.get("error_code") instanceof Long code ? code : null,
                            error.get("message") instanceof String message ? message : null);
                }
            } catch (CharacterCodingException | JsonFormatException notARegistry) {
                // Another server's page: its status says enough.
            }
            return new ErrorBody(null, null);
        }

        String described(Failures failures) {
            if (code == null && message == null) {
                return "";
            }
            return Optional.ofNullable(code)
                            .map(number -> " with error_code " + number)
                            .orElse("")
                    + Optional.ofNullable(message)
                            .map(text -> " (" + failures.cleaned(text) + ")")
                            .orElse("");
        }
    }
}
