package io.preflightguard.contract.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headers by which one registry knows the user. Immutable. Its text holds no secret. */
final class Credentials {

    /** Shorter ones would be found all over an innocent text. */
    private static final int SHORTEST_SECRET = 4;

    private static final String BASIC_SOURCE = "basic.auth.credentials.source";
    private static final String USER_INFO = "basic.auth.user.info";
    private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    private static final String TOKEN = "bearer.auth.token";
    private static final String CLUSTER = "bearer.auth.logical.cluster";
    private static final String POOL = "bearer.auth.identity.pool.id";

    private final Map<String, String> headers;
    private final Set<String> secrets;

    private Credentials(Map<String, String> headers, Set<String> secrets) {
        this.headers = Map.copyOf(headers);
        this.secrets = Set.copyOf(secrets);
    }

    /** What the settings say for one URL; the one they state goes before the URL's own user information. */
    static Credentials of(Settings settings, URI url) {
        if (settings.has(BEARER_SOURCE)) {
            return bearer(settings);
        }
        String stated = settings.text(USER_INFO);
        String userInfo = stated != null ? settings.secret(USER_INFO) : url.getUserInfo();
        return userInfo == null ? new Credentials(Map.of(), Set.of()) : basic(userInfo);
    }

    /** Adds what is wrong with the settings, whatever the URL, to their problems. */
    static void validate(Settings settings) {
        validateBasic(settings);
        validateBearer(settings);
        if (settings.has(BASIC_SOURCE) && settings.has(BEARER_SOURCE)) {
            settings.problem(BASIC_SOURCE + " and " + BEARER_SOURCE + " are both stated; keep one");
        }
    }

    private static void validateBasic(Settings settings) {
        String source = settings.text(BASIC_SOURCE);
        if ("USER_INFO".equals(source)) {
            String userInfo = settings.secret(USER_INFO);
            if (userInfo == null || userInfo.indexOf(':') < 1) {
                settings.problem(USER_INFO + " is not user:password, which " + BASIC_SOURCE + "=USER_INFO asks for");
            }
        } else if ("SASL_INHERIT".equals(source)) {
            settings.problem(BASIC_SOURCE + "=SASL_INHERIT is not supported here, where there is no Kafka client to "
                    + "inherit from; state USER_INFO and " + USER_INFO);
        } else if (source != null && !source.equals("URL")) {
            settings.problem(BASIC_SOURCE + " is neither URL nor USER_INFO");
        } else if (settings.has(USER_INFO)) {
            settings.problem(USER_INFO + " is stated but would not be used; set " + BASIC_SOURCE + "=USER_INFO");
        }
    }

    private static void validateBearer(Settings settings) {
        String source = settings.text(BEARER_SOURCE);
        if ("STATIC_TOKEN".equals(source)) {
            if (!settings.has(TOKEN)) {
                settings.problem(TOKEN + " is missing, which " + BEARER_SOURCE + "=STATIC_TOKEN asks for");
            }
            settings.header(TOKEN);
            settings.header(CLUSTER);
            settings.header(POOL);
        } else if (source != null) {
            settings.problem(BEARER_SOURCE
                    + " is not STATIC_TOKEN, the only one supported here; fetch a token and state it as " + TOKEN);
        } else {
            for (String key : new String[] {TOKEN, CLUSTER, POOL}) {
                if (settings.has(key)) {
                    settings.problem(key + " is stated but would not be used; set " + BEARER_SOURCE + "=STATIC_TOKEN");
                }
            }
        }
    }

    private static Credentials basic(String userInfo) {
        String pair = userInfo.indexOf(':') < 0 ? userInfo + ":" : userInfo;
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        Set<String> secrets = new LinkedHashSet<>();
        secrets.add(encoded);
        secrets.add(userInfo);
        secrets.add(pair.substring(pair.indexOf(':') + 1));
        return new Credentials(Map.of("Authorization", "Basic " + encoded), secrets);
    }

    private static Credentials bearer(Settings settings) {
        Map<String, String> headers = new LinkedHashMap<>();
        Set<String> secrets = new LinkedHashSet<>();
        String token = settings.text(TOKEN);
        if (token != null) {
            headers.put("Authorization", "Bearer " + token);
            secrets.add(token);
        }
        put(headers, "target-sr-cluster", settings.text(CLUSTER));
        put(headers, "Confluent-Identity-Pool-Id", settings.text(POOL));
        return new Credentials(headers, secrets);
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean areStated() {
        return !headers.isEmpty();
    }

    /** The text without these credentials, should a server have put them into it. */
    String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST_SECRET) {
                redacted = redacted.replace(secret, "***");
            }
        }
        return redacted;
    }

    @Override
    public String toString() {
        return areStated() ? "credentials" : "no credentials";
    }
}
