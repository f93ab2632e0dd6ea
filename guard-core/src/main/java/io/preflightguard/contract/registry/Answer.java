package io.preflightguard.contract.registry;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that a registry answered with.
 *
 * @param place which registry at which path, for messages
 */
record Answer(String place, @Nullable Object json) {

    List<?> list() throws IOException {
        if (json instanceof List<?> list) {
            return list;
        }
        throw wrongShape("a list");
    }

    JsonObject object() throws IOException {
        if (json instanceof Map<?, ?> map) {
            return new JsonObject(this, map);
        }
        throw wrongShape("an object");
    }

    /** @param expected such as {@code a list of numbers} */
    IOException wrongShape(String expected) {
        return new IOException(place + " answered with JSON other than " + expected
                + "; check that schema.registry.url is a registry's");
    }
}
