package io.preflightguard.config;

import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.json.JsonFormatException;
import io.preflightguard.json.JsonValues;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Findings that somebody has decided to live with, each with a reason and a last day; after that day it counts again.
 *
 * <pre>{@code
 * {"accepted": [{
 *   "rule": "ENUM_SYMBOL_ADDED",
 *   "path": "order.status",
 *   "change": "absent -> symbol SENT",
 *   "reason": "every reader knows it since May",
 *   "expires": "2027-01-31"
 * }]}
 * }</pre>
 *
 * {@code "change"}, as a report shows it, is optional and keeps the entry from accepting another change that comes later;
 * {@code "file"}, the name of a schema's file, may narrow it, too. Immutable and thread-safe.
 */
public final class AcceptedFindings {

    private static final Set<String> KEYS = Set.of("rule", "path", "change", "file", "reason", "expires");

    private final List<Entry> entries;

    /** One accepted finding. {@code expires} is the last day on which it is accepted, in UTC. */
    public record Entry(
            Rule rule,
            String path,
            @Nullable String change,
            @Nullable String file,
            String reason,
            LocalDate expires) {

        /** Whether it still counts on this day. */
        public boolean holdsOn(LocalDate day) {
            return !day.isAfter(expires);
        }
    }

    private AcceptedFindings(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Nothing is accepted. */
    public static AcceptedFindings none() {
        return new AcceptedFindings(List.of());
    }

    /**
     * Reads a baseline file's text.
     *
     * @throws IllegalArgumentException in one line, naming the entry, if a rule is unknown, a key is missing or unknown, or
     *     a date is none
     */
    public static AcceptedFindings parse(String text) {
        Object root;
        try {
            root = JsonValues.parse(text);
        } catch (JsonFormatException notJson) {
            throw new IllegalArgumentException(notJson.getMessage(), notJson);
        }
        if (!(root instanceof Map<?, ?> object)
                || !(object.get("accepted") instanceof List<?> list)
                || object.size() != 1) {
            throw new IllegalArgumentException("expected an object with the one key \"accepted\", a list");
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            entries.add(entry(list.get(i), "entry " + (i + 1)));
        }
        return new AcceptedFindings(entries);
    }

    /** The entry that accepts a finding, in force or expired; the one that lasts longest if there are several. */
    public Optional<Entry> find(Rule rule, String path, String change, String file) {
        return entries.stream()
                .filter(entry -> entry.rule().equals(rule) && entry.path().equals(path))
                .filter(entry -> entry.change() == null || entry.change().equals(change))
                .filter(entry -> entry.file() == null
                        || plain(file).equals(plain(entry.file()))
                        || file.endsWith("/" + plain(entry.file())))
                .max(Comparator.comparing(Entry::expires));
    }

    /** Every entry, in the order of the file. */
    public List<Entry> entries() {
        return entries;
    }

    private static Entry entry(@Nullable Object value, String where) {
        if (!(value instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException(where + " is no object");
        }
        for (Object key : object.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                throw new IllegalArgumentException(where + " has the unknown key \"" + key + "\"; the nearest is \""
                        + Nearest.to(String.valueOf(key), List.copyOf(KEYS)) + "\"");
            }
        }
        String id = text(object, "rule", where);
        Rule rule = RuleCatalog.find(id)
                .orElseThrow(() -> new IllegalArgumentException(where + " names rule " + id
                        + ", which does not exist; the nearest is "
                        + Nearest.to(
                                id, RuleCatalog.all().stream().map(Rule::id).toList())));
        String expires = text(object, "expires", where);
        try {
            return new Entry(
                    rule,
                    text(object, "path", where),
                    object.containsKey("change") ? text(object, "change", where) : null,
                    object.containsKey("file") ? text(object, "file", where) : null,
                    text(object, "reason", where),
                    LocalDate.parse(expires));
        } catch (DateTimeParseException noDate) {
            throw new IllegalArgumentException(
                    where + " expires on '" + expires + "', which is no date such as 2027-01-31", noDate);
        }
    }

    private static String plain(String file) {
        return file.startsWith("./") ? file.substring(2) : file;
    }

    private static String text(Map<?, ?> object, String key, String where) {
        if (object.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException(where + " has no \"" + key + "\"");
    }
}
