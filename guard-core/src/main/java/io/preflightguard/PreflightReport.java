package io.preflightguard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything one preflight found: the product. Writers in {@code io.preflightguard.report} turn it into text or JSON.
 * Immutable and thread-safe.
 *
 * @param table the table's name
 * @param mode the mode the guard ran in
 * @param blockOnError whether a check that failed itself also blocks the write
 * @param results one result per check, in the order they ran
 * @param applied what the guard repaired before the write; empty for a check without a write
 * @param cost what the preflight took
 * @param environment versions and names worth knowing when reading this later; sorted by key
 * @param review what was predicted beside what the write did, or null before the write is over
 */
public record PreflightReport(
        String table,
        Mode mode,
        boolean blockOnError,
        List<CheckResult> results,
        List<AppliedRemedy> applied,
        Cost cost,
        Map<String, String> environment,
        @Nullable PredictionReview review) {

    private static final int HEADLINE_LENGTH = 200;

    public PreflightReport {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(cost, "cost");
        results = List.copyOf(results);
        applied = List.copyOf(applied);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /** A report of a write that is still to be made. */
    public PreflightReport(
            String table,
            Mode mode,
            boolean blockOnError,
            List<CheckResult> results,
            List<AppliedRemedy> applied,
            Cost cost,
            Map<String, String> environment) {
        this(table, mode, blockOnError, results, applied, cost, environment, null);
    }

    /** This report with what was repaired since. */
    public PreflightReport withApplied(List<AppliedRemedy> remedies) {
        return new PreflightReport(table, mode, blockOnError, results, remedies, cost, environment, review);
    }

    /** This report with what the write did. Neither its verdict nor whether it blocks changes. */
    public PreflightReport withReview(PredictionReview whatItDid) {
        return new PreflightReport(table, mode, blockOnError, results, applied, cost, environment, whatItDid);
    }

    /** Every finding of every check, gravest first; those of the {@link #review()} are about the guard and apart. */
    public List<Finding> findings() {
        return results.stream()
                .flatMap(result -> result.outcome().findings().stream())
                .sorted()
                .toList();
    }

    /** Findings of severity {@link Severity#FAIL} that no applied remedy answers. */
    public List<Finding> blockingFindings() {
        List<Finding> repaired = applied.stream().map(AppliedRemedy::finding).toList();
        return findings().stream()
                .filter(finding -> finding.severity() == Severity.FAIL)
                .filter(finding -> !repaired.contains(finding))
                .toList();
    }

    /** What the report comes to. */
    public Verdict verdict() {
        if (mode == Mode.OFF) {
            return Verdict.OFF;
        }
        if (!blockingFindings().isEmpty()) {
            return Verdict.FAILED;
        }
        if (findings().stream().anyMatch(finding -> finding.severity() == Severity.WARN)) {
            return Verdict.WARNED;
        }
        if (results.stream().anyMatch(PreflightReport::leavesDoubt)
                || results.stream().noneMatch(PreflightReport::examined)) {
            return Verdict.INCOMPLETE;
        }
        return applied.isEmpty() ? Verdict.PASSED : Verdict.REPAIRED;
    }

    /** Whether the guard refuses the write: never outside {@link Mode#ENFORCE}. */
    public boolean blocked() {
        return mode == Mode.ENFORCE
                && (!blockingFindings().isEmpty() || (blockOnError && !errored().isEmpty()));
    }

    /**
     * Refuses the write if it must be refused.
     *
     * @throws PreflightViolationException if {@link #blocked()}
     */
    public void throwIfBlocked() {
        if (blocked()) {
            throw new PreflightViolationException(this);
        }
    }

    /** The whole report in one line of at most 200 characters that stands alone in a log. */
    public String headline() {
        String line = headlineInFull();
        return line.length() <= HEADLINE_LENGTH ? line : line.substring(0, HEADLINE_LENGTH - 3) + "...";
    }

    @Override
    public String toString() {
        return headline();
    }

    private String headlineInFull() {
        List<Finding> blocking = blockingFindings();
        if (!blocking.isEmpty()) {
            Finding first = blocking.get(0);
            return "[" + first.rule().id() + "] "
                    + counted(blocking.size(), mode == Mode.ENFORCE ? "blocking finding" : "failing finding") + " for "
                    + table
                    + (mode == Mode.ENFORCE ? ": " : " (mode " + mode.name().toLowerCase(Locale.ROOT) + "): ")
                    + first.subject() + ": " + first.message();
        }
        if (blocked()) {
            CheckResult first = errored().get(0);
            return "[PREFLIGHT_ERROR] " + counted(errored().size(), "check") + " could not be made for " + table + ": "
                    + first.check() + ": " + ((Outcome.Errored) first.outcome()).problem();
        }
        return "[PREFLIGHT_" + verdict() + "] " + table + ": " + tally();
    }

    private String tally() {
        List<String> parts = new ArrayList<>();
        long repaired = applied.stream().map(AppliedRemedy::finding).distinct().count();
        addCount(parts, count(Outcome.Passed.class), "passed");
        addCount(
                parts,
                count(Outcome.Violated.class),
                "violated" + (repaired > 0 ? " (" + counted((int) repaired, "finding") + " repaired)" : ""));
        addCount(parts, count(Outcome.Skipped.class), "skipped");
        addCount(parts, count(Outcome.Errored.class), "could not be made");
        return parts.isEmpty() ? "nothing was checked" : "checks: " + String.join(", ", parts);
    }

    private long count(Class<? extends Outcome> kind) {
        return results.stream()
                .filter(result -> kind.isInstance(result.outcome()))
                .count();
    }

    private static void addCount(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    private List<CheckResult> errored() {
        return results.stream()
                .filter(result -> result.outcome() instanceof Outcome.Errored)
                .toList();
    }

    private static boolean leavesDoubt(CheckResult result) {
        return result.outcome() instanceof Outcome.Errored
                || (result.outcome() instanceof Outcome.Skipped skipped
                        && skipped.reason().leavesDoubt());
    }

    private static boolean examined(CheckResult result) {
        return result.outcome() instanceof Outcome.Passed || result.outcome() instanceof Outcome.Violated;
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
