package io.preflightguard.hudi.options;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import java.util.List;

/** Outcomes and values that several rules share. */
final class Checks {

    private Checks() {}

    static CheckResult notApplicable(String check, String why) {
        return new CheckResult(check, new Outcome.Skipped(Outcome.SkipReason.NOT_APPLICABLE, why, "Nothing to do."));
    }

    /** @param complete whether everything was looked at, so that finding nothing is a pass */
    static Outcome found(String examined, List<Finding> findings, boolean complete) {
        return findings.isEmpty() && !complete
                ? new Outcome.Skipped(
                        Outcome.SkipReason.NOT_PROVABLE,
                        "nothing was found among " + examined + ", which says nothing of the others",
                        "Nothing to do.")
                : Outcome.of(examined, findings);
    }

    static Described keys(long found, long of) {
        return new Described(Unit.COUNT.format(found) + " of " + Unit.COUNT.format(of) + " keys");
    }

    static Limit noKeys(String source) {
        return new Limit(new Described("none"), source);
    }
}
