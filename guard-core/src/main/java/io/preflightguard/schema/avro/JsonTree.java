package io.preflightguard.schema.avro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.preflightguard.schema.SchemaFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses JSON as Avro does, comments included. */
final class JsonTree {

    /** More than any schema needs, and less than what overflows the stack of a thread: 990 lists did, in 1 MB. */
    static final int DEEPEST = 400;

    private static final JsonFactory FACTORY = new JsonFactory().enable(JsonParser.Feature.ALLOW_COMMENTS);

    private JsonTree() {}

    /**
     * Parses one JSON value.
     *
     * @throws SchemaFormatException with line and column if the text is not one JSON value, or if it is nested too
     *     deeply
     */
    static Json parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new SchemaFormatException("not an Avro schema: the text is empty");
            }
            Json value = value(parser, first, 1);
            if (parser.nextToken() != null) {
                throw new SchemaFormatException(
                        "not an Avro schema: something follows the schema in line " + line(parser));
            }
            return value;
        } catch (JsonProcessingException notJson) {
            throw new SchemaFormatException("not an Avro schema: " + describe(notJson), notJson);
        } catch (IOException impossible) { // a string is not read from anywhere
            throw new UncheckedIOException(impossible);
        }
    }

    private static Json value(JsonParser parser, @Nullable JsonToken token, int depth) throws IOException {
        int line = line(parser);
        if (depth > DEEPEST) {
            throw new SchemaFormatException("not an Avro schema: nested deeper than " + DEEPEST + " levels");
        }
        if (token == null) {
            throw new SchemaFormatException("not an Avro schema: the text ends in line " + line);
        }
        return switch (token) {
            case START_OBJECT -> object(parser, line, depth);
            case START_ARRAY -> array(parser, line, depth);
            case VALUE_STRING -> new Json.Text(parser.getText(), line);
            case VALUE_NUMBER_INT -> new Json.Num(parser.getText(), true, line);
            case VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText(), false, line);
            case VALUE_TRUE -> new Json.Bool(true, line);
            case VALUE_FALSE -> new Json.Bool(false, line);
            case VALUE_NULL -> new Json.Null(line);
            default ->
                throw new SchemaFormatException("not an Avro schema: " + token.asString() + " stands in line " + line);
        };
    }

    private static Json object(JsonParser parser, int line, int depth) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.getText();
            members.put(key, value(parser, parser.nextToken(), depth + 1)); // the last of two counts, as in Avro
        }
        return new Json.Obj(members, line);
    }

    private static Json array(JsonParser parser, int line, int depth) throws IOException {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token, depth + 1));
        }
        return new Json.Arr(items, line);
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static String describe(JsonProcessingException notJson) {
        String message =
                String.valueOf(notJson.getOriginalMessage()).lines().findFirst().orElse("");
        String cut = message.length() <= 160 ? message : message.substring(0, 157) + "...";
        return notJson.getLocation() == null
                ? cut
                : cut + ", in line " + notJson.getLocation().getLineNr() + ", column "
                        + notJson.getLocation().getColumnNr();
    }
}
