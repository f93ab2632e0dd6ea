package io.preflightguard.schema;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Judges nulls that were counted where a value is required. Pure. */
public final class NullRules {

    private NullRules() {}

    /**
     * Judges counted nulls. One null is a violation, however few rows were read; no null in those that were read says
     * nothing of the others, and the result says how many were read.
     *
     * @param nulls rows with a null, by the path of a required field
     * @param requiredBy who requires it, by the same paths: {@code contract} or {@code table schema}
     * @param rowsRead rows that were looked at
     */
    public static CheckResult judge(
            String check, Map<String, Long> nulls, Map<String, String> requiredBy, long rowsRead) {
        String rows = Unit.COUNT.format(rowsRead) + " rows that were read";
        List<Finding> findings = new ArrayList<>();
        nulls.forEach((path, count) -> {
            if (count > 0) {
                String source = requiredBy.getOrDefault(path, "contract");
                findings.add(Finding.of(
                        RuleCatalog.REQUIRED_FIELD_NULL,
                        path,
                        "is null where the " + source + " requires a value: the write fails in a task, or readers do",
                        new Described(Unit.COUNT.format(count) + " of the " + rows),
                        new Limit(new Described("no null"), source),
                        "Fill the nulls or set these rows aside before the write, or make the field nullable."));
            }
        });
        return new CheckResult(check, Outcome.of(nulls.size() + " required fields in the " + rows, findings));
    }
}
