package io.preflightguard;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One thing that is wrong, or worth knowing, with the numbers that show it. Immutable; ordered gravest first, then by
 * rule and subject, so that reports come out the same every time.
 *
 * @param rule the rule that was broken
 * @param severity how much it matters here
 * @param subject what it is about: {@code order.items[].price}, {@code origin=ORD}
 * @param message one line that stands alone: what happens if nothing is done
 * @param observed what was seen
 * @param limit what it is held against
 * @param suggestion one line: what to do next; may be pasted where it is a setting
 * @param remedies what the guard could do itself or print as settings, in order of preference; may be empty
 */
public record Finding(
        Rule rule,
        Severity severity,
        String subject,
        String message,
        Value observed,
        Limit limit,
        String suggestion,
        List<Remedy> remedies)
        implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(finding -> finding.rule().id())
            .thenComparing(Finding::subject)
            .thenComparing(Finding::message);

    public Finding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(observed, "observed");
        Objects.requireNonNull(limit, "limit");
        subject = oneLine("subject", subject);
        message = oneLine("message", message);
        suggestion = oneLine("suggestion", suggestion);
        remedies = List.copyOf(remedies);
    }

    /** A finding of the rule's own severity that the guard cannot repair. */
    public static Finding of(
            Rule rule, String subject, String message, Value observed, Limit limit, String suggestion) {
        return new Finding(rule, rule.severity(), subject, message, observed, limit, suggestion, List.of());
    }

    /** The finding in one line, for a log or an exception. */
    public String line() {
        return severity + " [" + rule.id() + "] " + subject + ": " + message + " (observed " + observed.render()
                + ", limit " + limit.value().render() + " by " + limit.source() + "). " + suggestion;
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** A column's name may hold a line break; a finding must not be lost over it. */
    private static String oneLine(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("A finding's " + what + " is blank");
        }
        return Redaction.of(text.replaceAll("\\p{Cntrl}+", " "));
    }
}
