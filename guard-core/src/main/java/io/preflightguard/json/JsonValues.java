package io.preflightguard.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into plain values. Stricter than Jackson's own reader: a key twice and text after the end are errors.
 * Thread-safe.
 */
public final class JsonValues {

    /** Deeper than any schema nests, shallow enough for every stack. */
    private static final int MAX_DEPTH = 500;

    /** Jackson would otherwise keep the names of foreign texts for the life of the JVM. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private JsonValues() {}

    /**
     * The value that a text holds: a {@code Map<String, Object>} in the order of the text, a {@code List<Object>}, a
     * {@code String}, a {@code Long} for a whole number that fits, a {@code BigDecimal} for any other number, a
     * {@code Boolean}, or null. Maps and lists are mutable and the caller's own.
     *
     * @throws JsonFormatException if the text is empty, is not JSON, names a key twice, goes on after its value, or
     *     nests deeper than 500 levels
     */
    public static @Nullable Object parse(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonFormatException("nothing but white space", 1, 1);
            }
            Object value = value(parser, first, 0);
            if (goesOn(parser)) {
                throw problem("text after the end of the JSON value", parser.getTokenLocation());
            }
            return value;
        } catch (JsonParseException malformed) { // Jackson's message quotes the text: neither repeated nor chained
            throw problem(endsAt(malformed, text) ? "JSON that ends too early" : "not JSON", malformed.getLocation());
        } catch (JsonProcessingException constraint) {
            throw problem("JSON with a string or a number too long to read", constraint.getLocation());
        } catch (IOException impossible) {
            throw new UncheckedIOException("Reading from memory failed", impossible);
        }
    }

    private static boolean goesOn(JsonParser parser) throws IOException {
        try {
            return parser.nextToken() != null;
        } catch (JsonParseException notEvenJson) {
            return true;
        }
    }

    /** Jackson tells an early end by its class only where the end is inside a string or a name. */
    private static boolean endsAt(JsonParseException malformed, String text) {
        JsonLocation where = malformed.getLocation();
        return where != null && where.getCharOffset() >= text.length();
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token, int depth) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser, deeper(parser, depth));
            case START_ARRAY -> array(parser, deeper(parser, depth));
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw problem("not JSON", parser.getTokenLocation());
        };
    }

    private static int deeper(JsonParser parser, int depth) {
        if (depth == MAX_DEPTH) {
            throw problem("JSON nested deeper than " + MAX_DEPTH + " levels", parser.getTokenLocation());
        }
        return depth + 1;
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, int depth) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String key = parser.getText();
            if (object.containsKey(key)) {
                throw problem("a key that its object already has", parser.getTokenLocation());
            }
            object.put(key, value(parser, parser.nextToken(), depth));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser, int depth) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token, depth));
        }
        return array;
    }

    private static Object number(JsonParser parser) throws IOException {
        try {
            JsonParser.NumberType type = parser.getNumberType();
            return type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG
                    ? (Object) parser.getLongValue()
                    : parser.getDecimalValue();
        } catch (NumberFormatException | ArithmeticException outOfRange) {
            throw problem("a number out of range", parser.getTokenLocation());
        }
    }

    private static JsonFormatException problem(String what, @Nullable JsonLocation where) {
        return where == null
                ? new JsonFormatException(what, 1, 1)
                : new JsonFormatException(what, where.getLineNr(), where.getColumnNr());
    }
}
