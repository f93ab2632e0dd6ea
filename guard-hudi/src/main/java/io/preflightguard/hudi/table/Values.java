package io.preflightguard.hudi.table;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes plain values apart. What is absent or of another type counts as empty, as Hudi reads its own optional fields. */
final class Values {

    private Values() {}

    @SuppressWarnings("unchecked") // keys of JSON objects and of Avro records and maps are strings
    static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // any list is a list of objects
    static List<@Nullable Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
    }

    static String text(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    static long number(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
