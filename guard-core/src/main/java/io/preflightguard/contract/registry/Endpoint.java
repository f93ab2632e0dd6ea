package io.preflightguard.contract.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * One URL of a registry. Immutable.
 *
 * @param base with no user information, query or fragment, and no slash at its end
 * @param credentials what is sent to this URL and to no other
 */
record Endpoint(URI base, Credentials credentials) {

    /**
     * Reads one of the URLs that the user stated.
     *
     * @throws IllegalArgumentException if it is not one, without quoting it, for it may hold a password
     */
    static URI parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException malformed) { // its message quotes the text: not chained
            throw notAUrl();
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        // An at sign in the path is what is left of a password with a slash in it.
        if (!http || url.getHost() == null || String.valueOf(url.getRawPath()).contains("@")) {
            throw notAUrl();
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("has a query or a fragment; state the address alone");
        }
        return url;
    }

    static Endpoint of(URI url, Credentials credentials) {
        String path = url.getRawPath().replaceFirst("/+$", "");
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        return new Endpoint(URI.create(scheme + "://" + url.getHost() + port + path), credentials);
    }

    URI of(Resource resource) {
        return URI.create(base + resource.path() + (resource.query().isEmpty() ? "" : "?" + resource.query()));
    }

    /** How messages call it. */
    String name() {
        return "registry " + base;
    }

    private static IllegalArgumentException notAUrl() {
        return new IllegalArgumentException("is not a URL such as http://host:8081 or https://user:password@host/path; "
                + "percent-encode special characters in user and password");
    }
}
