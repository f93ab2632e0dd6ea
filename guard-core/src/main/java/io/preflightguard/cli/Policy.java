package io.preflightguard.cli;

import io.preflightguard.Severity;
import io.preflightguard.config.AcceptedFindings;
import io.preflightguard.config.RuleSettings;
import io.preflightguard.schema.evolution.CheckedSchema;
import io.preflightguard.schema.evolution.SchemaFinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What this project makes of findings: its own severities first, then what it has accepted for a while.
 *
 * @param today the day on which acceptance is judged
 * @param used the accepted entries that a finding was found for, so far
 */
record Policy(RuleSettings rules, AcceptedFindings accepted, LocalDate today, Set<AcceptedFindings.Entry> used) {

    /** The policy of one call. */
    static Policy of(Optional<String> rules, Optional<String> baseline, Surroundings surroundings) {
        return new Policy(
                rules.map(Policy::settings).orElseGet(RuleSettings::none),
                baseline.map(file -> accepted(file, surroundings)).orElseGet(AcceptedFindings::none),
                surroundings.today(),
                new HashSet<>());
    }

    private static RuleSettings settings(String text) {
        try {
            return RuleSettings.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("rules: " + wrong.getMessage(), wrong);
        }
    }

    private static AcceptedFindings accepted(String file, Surroundings surroundings) {
        try {
            return AcceptedFindings.parse(
                    Files.readString(surroundings.directory().resolve(file), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UsageException("baseline file " + file + " cannot be read", unreadable);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("baseline file " + file + ": " + wrong.getMessage(), wrong);
        }
    }

    /** What this project makes of the findings in a file. */
    CheckedSchema apply(String file, String against, List<SchemaFinding> findings) {
        List<SchemaFinding> judged = new ArrayList<>();
        for (SchemaFinding finding : findings) {
            rules.severity(finding.rule(), finding.path(), finding.severity())
                    .map(finding::withSeverity)
                    .map(kept -> accept(file, kept))
                    .ifPresent(judged::add);
        }
        return CheckedSchema.of(file, against, judged, findings.size() - judged.size());
    }

    private SchemaFinding accept(String file, SchemaFinding finding) {
        return accepted.find(finding.rule(), finding.path(), finding.before() + " -> " + finding.after(), file)
                .map(this::use)
                .map(entry -> entry.holdsOn(today)
                        ? finding.withSeverity(Severity.INFO)
                                .withMessage("accepted until " + entry.expires() + " because " + entry.reason())
                        : finding.withMessage(finding.message() + "; it was accepted until " + entry.expires()
                                + ", which has passed"))
                .orElse(finding);
    }

    private AcceptedFindings.Entry use(AcceptedFindings.Entry entry) {
        used.add(entry);
        return entry;
    }

    /** Entries that accepted nothing: what they were for is gone, or they name it otherwise than the report does. */
    List<String> unused() {
        return accepted.entries().stream()
                .filter(entry -> !used.contains(entry))
                .map(entry -> "the baseline accepts " + entry.rule().id() + " at " + entry.path()
                        + ", and there is no such finding; remove the entry, or write the path as the report does")
                .toList();
    }
}
