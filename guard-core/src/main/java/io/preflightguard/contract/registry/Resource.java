package io.preflightguard.contract.registry;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What a registry is asked for. Immutable.
 *
 * @param path percent-encoded, from the registry's base on
 * @param query percent-encoded, may be empty
 */
record Resource(String path, String query) {

    static Resource versions(String subject) {
        return new Resource("/subjects/" + segment(subject) + "/versions", "");
    }

    static Resource version(String subject, int version) {
        return new Resource(versions(subject).path() + "/" + version, "");
    }

    /** A version that may have been deleted since: what refers to it still needs it. */
    static Resource referred(String subject, int version) {
        return new Resource(versions(subject).path() + "/" + version, "deleted=true");
    }

    static Resource latest(String subject) {
        return new Resource(versions(subject).path() + "/latest", "");
    }

    static Resource config(String subject) {
        return new Resource("/config/" + segment(subject), "defaultToGlobal=true");
    }

    static Resource globalConfig() {
        return new Resource("/config", "");
    }

    /** A name as one segment of a path: with its slashes and colons, and never as {@code ..}. */
    private static String segment(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }
}
