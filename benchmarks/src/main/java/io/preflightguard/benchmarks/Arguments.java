package io.preflightguard.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a benchmark's command line says, as {@code name=value}. Immutable. */
public final class Arguments {

    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a command line.
     *
     * @param defaults every name there is, with its default
     * @throws IllegalArgumentException if an argument is not {@code name=value} of a known name
     */
    public static Arguments of(String[] line, Map<String, String> defaults) {
        Map<String, String> values = new TreeMap<>(defaults);
        for (String argument : line) {
            int equals = argument.indexOf('=');
            if (equals < 0 || values.replace(argument.substring(0, equals), argument.substring(equals + 1)) == null) {
                throw new IllegalArgumentException(
                        "'" + argument + "' is not one of " + defaults.keySet() + " with '=' and a value");
            }
        }
        return new Arguments(values);
    }

    /** A text. */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " has no default");
        }
        return value;
    }

    /** A whole number. */
    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    /** Texts, comma-separated. */
    public List<String> texts(String name) {
        return Arrays.stream(text(name).split(",")).toList();
    }

    /** Whole numbers, comma-separated. */
    public List<Long> numbers(String name) {
        return texts(name).stream().map(Long::valueOf).toList();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
