package io.preflightguard.contract.registry;

import io.preflightguard.config.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings as the user stated them, under whichever of their two names. Collects every problem before it
 * complains, and never shows a value.
 */
final class Settings {

    private static final String PREFIX = "schema.registry.";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** @param known the keys as documented; each may be stated with and without the prefix */
    Settings(Map<String, String> stated, List<String> known) {
        Map<String, String> knownByShortName = new LinkedHashMap<>();
        known.forEach(key -> knownByShortName.put(shortName(key), key));
        new TreeMap<>(stated).forEach((name, value) -> {
            String key = knownByShortName.get(shortName(name));
            if (key == null) {
                problem(name + " is not a key of the registry client; the nearest is " + Nearest.to(name, known));
            } else if (!value.isBlank() && values.put(key, value) != null) {
                problem(key + " is stated twice, with and without " + PREFIX + "; keep one");
            }
        });
    }

    private static String shortName(String key) {
        return key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
    }

    /** The value without white space around it, or null if it is not stated. */
    @Nullable
    String text(String key) {
        String value = values.get(key);
        return value == null ? null : value.strip();
    }

    /** The value to the letter, or null if it is not stated. */
    @Nullable
    String secret(String key) {
        return values.get(key);
    }

    /** A value that goes into a header: visible ASCII only, or the header would not be one. */
    @Nullable
    String header(String key) {
        String value = text(key);
        if (value != null && !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            problem(key + " holds characters that no HTTP header can");
            return null;
        }
        return value;
    }

    int number(String key, int fallback, int min, int max) {
        String value = text(key);
        if (value == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // the same complaint as for a number out of range
        }
        problem(key + " is not a whole number from " + min + " to " + max);
        return fallback;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    void problem(String text) {
        problems.add(text);
    }

    /** @throws IllegalArgumentException naming every problem */
    void complain() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.size() + (problems.size() == 1 ? " problem" : " problems")
                    + " in the configuration of the schema registry: " + String.join("; ", problems));
        }
    }
}
