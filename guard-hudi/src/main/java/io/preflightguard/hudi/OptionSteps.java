package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.hudi.options.HudiLine;
import io.preflightguard.hudi.options.OptionRules;
import io.preflightguard.hudi.options.WantedKeys;
import io.preflightguard.hudi.options.WriteEvidence;
import io.preflightguard.hudi.table.ComplexKeys;
import io.preflightguard.hudi.table.HudiTable;
import io.preflightguard.hudi.table.KeyFinder;
import io.preflightguard.hudi.table.StoredKeys;
import io.preflightguard.hudi.table.WrittenVersion;
import io.preflightguard.spark.sample.FollowedKeys;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the write's options come to with this table and these rows. */
final class OptionSteps {

    static final String OPTIONS = "options: of the write";

    private final WriteRequest request;
    private final WriteEvidence evidence;
    private final boolean isTableKnown;

    /** @param schema the table has been looked at by it */
    OptionSteps(WriteRequest request, SchemaSteps schema) {
        this.request = request;
        this.isTableKnown = schema.isTableKnown();
        this.evidence = new WriteEvidence(
                request.options(),
                schema.tableSettings(),
                schema.storedVersion(),
                schema.isReplaced(),
                request.columns(),
                new HudiLine(HudiTable.hudiVersion(), WrittenVersion.current(), ComplexKeys.nameTheirOnlyField()));
    }

    /** Columns whose nulls are to be counted among the rows. */
    List<String> orderingFields() {
        return OptionRules.orderingFields(evidence);
    }

    List<CheckResult> options() {
        if (!isTableKnown) {
            return List.of(tableUnknown(OPTIONS));
        }
        return OptionRules.onOptions(evidence, spelling());
    }

    private Optional<StoredKeys.Spelling> spelling() {
        if (!OptionRules.asksForSpelling(evidence)) {
            return Optional.empty();
        }
        try {
            return KeyFinder.spelling(
                    request.path(),
                    request.hadoop(),
                    evidence.write().recordKeys().get(0));
        } catch (IOException unread) { // then it is not known, and the other options are judged all the same
            return Optional.empty();
        }
    }

    private static CheckResult tableUnknown(String check) {
        return new CheckResult(
                check,
                new Outcome.Skipped(
                        Outcome.SkipReason.NOT_POSSIBLE,
                        "the table could not be read, and what options come to depends on it",
                        "Mend what the check '" + SchemaSteps.AGAINST_TABLE + "' names."));
    }

    List<CheckResult> rows(SampleSteps sample) {
        if (!isTableKnown) {
            return List.of(tableUnknown(OptionRules.ON_ROWS));
        }
        FollowedKeys followed = sample.followed();
        if (followed == null) {
            return List.of(new CheckResult(OptionRules.ON_ROWS, SampleSteps.notSampled()));
        }
        return OptionRules.onRows(
                evidence, followed, sample.nullsIn(OptionRules.orderingFields(evidence)), sample.rowsLookedThrough());
    }

    List<CheckResult> storedKeys(SampleSteps sample) throws IOException {
        if (!isTableKnown) {
            return List.of(tableUnknown(OptionRules.ON_STORED_KEYS));
        }
        FollowedKeys followed = sample.followed();
        if (!OptionRules.asksForStoredKeys(evidence)) {
            return List.of(skipped(
                    Outcome.SkipReason.NOT_APPLICABLE,
                    "it does not matter to this write which keys the table has",
                    "Nothing to do."));
        }
        if (followed == null) {
            return List.of(new CheckResult(OptionRules.ON_STORED_KEYS, SampleSteps.notSampled()));
        }
        if (!WantedKeys.areSpeltAlike(evidence)) {
            return List.of(skipped(
                    Outcome.SkipReason.NOT_PROVABLE,
                    "how Hudi spells these keys or paths is not known, so they were not looked for in the table",
                    "Nothing to do."));
        }
        StoredKeys stored = KeyFinder.look(
                request.path(),
                request.hadoop(),
                WantedKeys.of(evidence, followed),
                OptionRules.asksForOtherPaths(evidence));
        return List.of(OptionRules.onStoredKeys(evidence, followed, stored));
    }

    private static CheckResult skipped(Outcome.SkipReason reason, String why, String wayOut) {
        return new CheckResult(OptionRules.ON_STORED_KEYS, new Outcome.Skipped(reason, why, wayOut));
    }
}
