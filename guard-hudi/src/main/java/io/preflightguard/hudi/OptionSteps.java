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
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What the write's options come to with this table and these rows. */
final class OptionSteps {

    static final String OPTIONS = "options: of the write";

    private final WriteRequest request;
    private final WriteEvidence evidence;

    /** @param table {@code hoodie.properties} of the table that the write adds to; empty if there is none */
    OptionSteps(WriteRequest request, Map<String, String> table) {
        this.request = request;
        this.evidence = new WriteEvidence(
                request.options(),
                table,
                request.columns(),
                new HudiLine(HudiTable.hudiVersion(), WrittenVersion.current(), ComplexKeys.nameTheirOnlyField()));
    }

    /** Columns whose nulls are to be counted among the rows. */
    List<String> orderingFields() {
        return OptionRules.orderingFields(evidence);
    }

    /** @param isTableKnown whether it could be told what stands at the path */
    List<CheckResult> options(boolean isTableKnown) throws IOException {
        if (!isTableKnown) {
            return List.of(new CheckResult(
                    OPTIONS,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            "the table could not be read, and what options come to depends on it",
                            "Mend what the check '" + SchemaSteps.AGAINST_TABLE + "' names.")));
        }
        String storedKey = OptionRules.asksForAnyStoredKey(evidence)
                ? look(List.of()).anyKey().orElse("")
                : "";
        return OptionRules.onOptions(evidence, storedKey);
    }

    List<CheckResult> rows(SampleSteps sample) {
        FollowedKeys followed = sample.followed();
        if (followed == null) {
            return List.of(new CheckResult(OptionRules.ON_ROWS, SampleSteps.notSampled()));
        }
        return OptionRules.onRows(
                evidence, followed, sample.nullsIn(OptionRules.orderingFields(evidence)), sample.rowsLookedThrough());
    }

    List<CheckResult> storedKeys(SampleSteps sample) throws IOException {
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
        return List.of(OptionRules.onStoredKeys(evidence, look(WantedKeys.of(evidence, followed))));
    }

    private StoredKeys look(Collection<StoredKeys.Wanted> wanted) throws IOException {
        return KeyFinder.look(request.path(), request.hadoop(), wanted, OptionRules.asksForOtherPaths(evidence));
    }

    private static CheckResult skipped(Outcome.SkipReason reason, String why, String wayOut) {
        return new CheckResult(OptionRules.ON_STORED_KEYS, new Outcome.Skipped(reason, why, wayOut));
    }
}
