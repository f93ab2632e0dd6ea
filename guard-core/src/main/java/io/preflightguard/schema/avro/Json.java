package io.preflightguard.schema.avro;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A JSON value that remembers its line. Immutable. */
sealed interface Json {

    /** Where it starts, from 1. */
    int line();

    /** Its kind in a word, for messages. */
    String kind();

    /** JSON text without white space, numbers as they were written. */
    String render();

    record Obj(Map<String, Json> members, int line) implements Json {
        @Override
        public String kind() {
            return "an object";
        }

        @Override
        public String render() {
            return members.entrySet().stream()
                    .map(member ->
                            quoted(member.getKey()) + ":" + member.getValue().render())
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    record Arr(List<Json> items, int line) implements Json {
        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public String render() {
            return items.stream().map(Json::render).collect(Collectors.joining(",", "[", "]"));
        }
    }

    record Text(String value, int line) implements Json {
        @Override
        public String kind() {
            return "a string";
        }

        @Override
        public String render() {
            return quoted(value);
        }
    }

    record Num(String digits, boolean integral, int line) implements Json {
        @Override
        public String kind() {
            return "a number";
        }

        @Override
        public String render() {
            return digits;
        }
    }

    record Bool(boolean value, int line) implements Json {
        @Override
        public String kind() {
            return "a boolean";
        }

        @Override
        public String render() {
            return Boolean.toString(value);
        }
    }

    record Null(int line) implements Json {
        @Override
        public String kind() {
            return "null";
        }

        @Override
        public String render() {
            return "null";
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
