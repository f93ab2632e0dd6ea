package io.preflightguard.hudi.options;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Unit;
import java.util.List;
import java.util.Locale;

/**
 * Judges how many commits the timeline keeps against how many the cleaner retains. Hudi stretches the timeline to what the
 * cleaner retains, but only once there are more commits than that; a timeline that is cut before never gets there. Pure.
 */
final class RetentionRules {

    static final String CHECK = "options: retention";

    private static final String MOST_KEPT = "hoodie.keep.max.commits";
    private static final String FEWEST_KEPT = "hoodie.keep.min.commits";
    private static final String RETAINED = "hoodie.cleaner.commits.retained";
    private static final long MOST_KEPT_BY_DEFAULT = 30;
    private static final long FEWEST_KEPT_BY_DEFAULT = 20;
    private static final long RETAINED_BY_DEFAULT = 10;

    private RetentionRules() {}

    static CheckResult judge(WriteEvidence evidence) {
        if (evidence.isFalse("hoodie.archive.automatic") || evidence.isFalse("hoodie.clean.automatic")) {
            return Checks.notApplicable(CHECK, "the write does not both archive and clean");
        }
        boolean beforeOne = evidence.hudi().isBeforeOne(); // which does not know the newer names
        String policy = beforeOne
                ? evidence.option("hoodie.cleaner.policy")
                : evidence.option("hoodie.clean.policy", "hoodie.cleaner.policy");
        if (!policy.isEmpty() && !policy.toUpperCase(Locale.ROOT).equals("KEEP_LATEST_COMMITS")) {
            return Checks.notApplicable(CHECK, "the cleaner does not count commits");
        }
        long kept = evidence.number(MOST_KEPT_BY_DEFAULT, MOST_KEPT);
        long retained = beforeOne
                ? evidence.number(RETAINED_BY_DEFAULT, RETAINED)
                : evidence.number(RETAINED_BY_DEFAULT, "hoodie.clean.commits.retained", RETAINED);
        return new CheckResult(
                CHECK,
                Outcome.of(
                        "the commits that the timeline keeps and that the cleaner retains",
                        kept < retained ? List.of(inverted(evidence, kept, retained)) : List.of()));
    }

    private static Finding inverted(WriteEvidence evidence, long kept, long retained) {
        long fewest = evidence.number(FEWEST_KEPT_BY_DEFAULT, FEWEST_KEPT);
        long enough = Math.max(retained, fewest) + RETAINED_BY_DEFAULT;
        return new Finding(
                RuleCatalog.RETENTION_INVERTED,
                RuleCatalog.RETENTION_INVERTED.severity(),
                MOST_KEPT,
                "the timeline is cut before the cleaner has the " + retained
                        + " commits that it waits for: no file is ever"
                        + " cleaned"
                        + (evidence.hudi().isBeforeOne() ? ", and incremental reads leave out what was cut" : ""),
                Estimate.exact(kept, Unit.COUNT),
                new Limit(Estimate.exact(retained, Unit.COUNT), RETAINED),
                "Set " + MOST_KEPT + "=" + enough + ", or retain fewer commits.",
                List.of(new Remedy.SetWriteOption(MOST_KEPT, String.valueOf(enough))));
    }
}
