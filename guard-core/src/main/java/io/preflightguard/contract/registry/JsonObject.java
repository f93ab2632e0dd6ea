package io.preflightguard.contract.registry;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object within an answer.
 *
 * @param answer for messages
 */
record JsonObject(Answer answer, Map<?, ?> fields) {

    String text(String field) throws IOException {
        return optionalText(field).orElseThrow(() -> expected("a text", field));
    }

    Optional<String> optionalText(String field) throws IOException {
        Object value = fields.get(field);
        if (value != null && !(value instanceof String)) {
            throw expected("a text", field);
        }
        return Optional.ofNullable((String) value);
    }

    /** A version: above zero, or -1 for the latest. */
    int version(String field) throws IOException {
        if (fields.get(field) instanceof Long number && (number > 0 || number == -1) && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw expected("a version number", field);
    }

    /** Empty if the field is absent or null. */
    JsonObject object(String field) throws IOException {
        Object value = fields.get(field);
        if (value == null) {
            return new JsonObject(answer, Map.of());
        }
        if (value instanceof Map<?, ?> map) {
            return new JsonObject(answer, map);
        }
        throw expected("an object", field);
    }

    /** Empty if the field is absent or null. */
    List<?> list(String field) throws IOException {
        Object value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw expected("a list", field);
    }

    private IOException expected(String what, String field) {
        return answer.wrongShape("an object with " + what + " as " + field);
    }
}
