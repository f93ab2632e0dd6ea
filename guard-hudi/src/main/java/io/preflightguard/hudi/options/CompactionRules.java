package io.preflightguard.hudi.options;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import java.util.List;

/**
 * Judges whether anything compacts a merge-on-read table. A batch write of Hudi 0.15.0 and 1.0.2 does so by itself, unless
 * told not to, or told that a stream does: measured with each option on both. Pure.
 */
final class CompactionRules {

    static final String CHECK = "options: compaction";

    private static final String INLINE = "hoodie.compact.inline";
    private static final String ASYNC = "hoodie.datasource.compaction.async.enable";
    private static final String SCHEDULE = "hoodie.compact.schedule.inline";

    private CompactionRules() {}

    static CheckResult judge(WriteEvidence evidence) {
        if (!evidence.isMergeOnRead()) {
            return Checks.notApplicable(CHECK, "the table is not merge-on-read");
        }
        if (evidence.write().isBulkInsert()) {
            return Checks.notApplicable(CHECK, "a bulk_insert writes no log files");
        }
        boolean isElsewhere = evidence.isTrue(SCHEDULE); // makes plans for a job of its own
        boolean compacts = evidence.isTrue(INLINE)
                || isElsewhere
                || (evidence.option(INLINE).isEmpty() && !evidence.isTrue(ASYNC));
        return new CheckResult(
                CHECK,
                Outcome.of("the options that decide on compaction", compacts ? List.of() : List.of(never(evidence))));
    }

    private static Finding never(WriteEvidence evidence) {
        String option = evidence.isFalse(INLINE) ? INLINE : ASYNC;
        String value = evidence.option(option);
        return new Finding(
                RuleCatalog.COMPACTION_NEVER_RUNS,
                RuleCatalog.COMPACTION_NEVER_RUNS.severity(),
                option,
                "a batch write with this option neither compacts nor schedules it: log files pile up, and every read"
                        + " merges them all",
                new Described(value),
                new Limit(new Described(option.equals(ASYNC) ? "false" : "true"), "a batch write to merge-on-read"),
                "Set " + INLINE + "=true, or " + SCHEDULE + "=true with " + INLINE
                        + "=false if another job runs the compactor.",
                List.of(new Remedy.SetWriteOption(INLINE, "true")));
    }
}
