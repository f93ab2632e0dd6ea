package io.preflightguard.sizing;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a session asks for, and what Spark was launched with.
 *
 * @param asked every setting of the session that somebody set, by key
 * @param launched every setting of the running Spark, by key; a setting that is not there has Spark's default
 */
public record SettingsInForce(Map<String, String> asked, Map<String, String> launched) {

    public SettingsInForce {
        asked = Collections.unmodifiableMap(new TreeMap<>(asked));
        launched = Collections.unmodifiableMap(new TreeMap<>(launched));
    }

    /** What the session asks for, if somebody set it. */
    Optional<String> asked(String key) {
        return Optional.ofNullable(asked.get(key)).map(String::trim);
    }

    /** What Spark was launched with, if that was set. */
    Optional<String> launched(String key) {
        return Optional.ofNullable(launched.get(key)).map(String::trim);
    }

    /** Whether a switch of the session is on. */
    boolean isOn(String key, boolean unset) {
        return asked(key).map(Boolean::parseBoolean).orElse(unset);
    }
}
