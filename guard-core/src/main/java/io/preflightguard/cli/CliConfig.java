package io.preflightguard.cli;

import io.preflightguard.config.Nearest;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one call: what the command line says, else what the file of {@code --config} says. The file is a
 * properties file in UTF-8; {@code ${env:NAME}} in a value is taken from the environment, so that secrets need not stand
 * in it. The registry client's keys may stand beside the command's own; a command leaves alone what is not for it.
 */
final class CliConfig {

    private static final Set<String> OWN_KEYS = Set.of(
            "against",
            "allow-new",
            "baseline",
            "fail-on",
            "format",
            "history",
            "hudi",
            "level",
            "old-reference",
            "reference",
            "rules",
            "subject");
    /** Which of these there are, the registry client knows. */
    private static final Pattern REGISTRY_KEY = Pattern.compile(
            "(schema\\.registry|basic\\.auth|bearer\\.auth|proxy|max\\.retries|retries|request|compatibility)(\\..*)?");

    private static final List<String> NAMED_KEYS = Stream.concat(
                    OWN_KEYS.stream(),
                    Stream.of(
                            "schema.registry.url", "basic.auth.user.info", "bearer.auth.token", "request.deadline.ms"))
            .sorted()
            .toList();

    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

    private final Map<String, String> values;

    private CliConfig(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    static CliConfig read(@Nullable Path file, Surroundings surroundings) {
        if (file == null) {
            return new CliConfig(Map.of());
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(surroundings.directory().resolve(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new UsageException("configuration file " + file + " cannot be read", unreadable);
        }
        Map<String, String> values = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (!OWN_KEYS.contains(key) && !REGISTRY_KEY.matcher(key).matches()) {
                throw new UsageException("configuration file " + file + " has the unknown key " + key
                        + "; the nearest is " + Nearest.to(key, NAMED_KEYS));
            }
            values.put(key, resolve(key, properties.getProperty(key), surroundings.environment()));
        }
        return new CliConfig(values);
    }

    private static String resolve(String key, String value, Map<String, String> environment) {
        Matcher matcher = ENVIRONMENT.matcher(value);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String found = environment.get(matcher.group(1));
            if (found == null) {
                throw new UsageException(key + " needs the environment variable " + matcher.group(1)
                        + ", which is not set; set it, or give the value itself");
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(found));
        }
        return matcher.appendTail(resolved).toString();
    }

    /** The option of the command line if it was given, else the value of the key. */
    Optional<String> get(@Nullable String option, String key) {
        return option != null ? Optional.of(option) : Optional.ofNullable(values.get(key));
    }

    /** The keys that are not the command line's own. */
    Map<String, String> registry() {
        Map<String, String> registry = new TreeMap<>(values);
        registry.keySet().removeAll(OWN_KEYS);
        return registry;
    }

    /** Comma-separated values of a key, where the command line gave none. */
    List<String> list(List<String> options, String key) {
        return options.isEmpty()
                ? Arrays.stream(values.getOrDefault(key, "").split(",", -1))
                        .map(String::trim)
                        .filter(item -> !item.isEmpty())
                        .toList()
                : List.copyOf(options);
    }

    /** Whether a switch is on, by the command line or the file. */
    boolean isOn(boolean option, String key) {
        String value = values.getOrDefault(key, "false").trim().toLowerCase(Locale.ROOT);
        if (!value.equals("true") && !value.equals("false")) {
            throw new UsageException(key + "=" + value + " is neither true nor false");
        }
        return option || value.equals("true");
    }
}
