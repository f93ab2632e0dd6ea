package io.preflightguard;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A rule as data; the function that applies it lives with its subject.
 *
 * @param id stable, SCREAMING_SNAKE; deprecated when it must go, never renamed
 * @param category what the rule looks at
 * @param severity the severity of its findings unless a finding says otherwise
 * @param purpose one line: what the rule holds
 */
public record Rule(String id, Category category, Severity severity, String purpose) {

    private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");

    public Rule {
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(severity, "severity");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("A rule id is SCREAMING_SNAKE: got " + id);
        }
        if (purpose.isBlank()) {
            throw new IllegalArgumentException("Rule " + id + " states no purpose");
        }
    }

    /** The rule's page, relative to the root of the repository. */
    public String page() {
        return "docs/rules/" + id + ".md";
    }
}
