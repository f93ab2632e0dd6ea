package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Outcome;
import io.preflightguard.Severity;
import io.preflightguard.sizing.BroadcastRules;
import io.preflightguard.sizing.BroadcastSide;
import io.preflightguard.spark.sizing.ClusterProbe;
import io.preflightguard.spark.sizing.JoinProbe;
import io.preflightguard.spark.sizing.SessionSettings;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** What the joins of the input broadcast. Comes before any row is read: that would run them. */
final class BroadcastSteps {

    private final WriteRequest request;
    private boolean outgrow;

    BroadcastSteps(WriteRequest request) {
        this.request = request;
    }

    List<CheckResult> sides() throws IOException {
        List<BroadcastSide> sides = JoinProbe.broadcasts(request.frame());
        CheckResult result = BroadcastRules.judge(
                sides, heap(), SessionSettings.of(request.spark()).hasAdaptiveThreshold());
        // A warning, or what the user has switched off, is no reason to look at nothing else.
        outgrow = request.config().rules().applyTo(result).outcome().findings().stream()
                .anyMatch(finding -> finding.severity() == Severity.FAIL);
        return List.of(result);
    }

    /** Of the smallest JVM that must hold what is broadcast. */
    private long heap() {
        long driver = Runtime.getRuntime().maxMemory();
        if (!ClusterProbe.knowsCores(request.spark(), request.config())) {
            return driver;
        }
        long executor = ClusterProbe.fleet(request.spark(), request.config(), OptionalLong.of(0))
                .heapPerWorker();
        // Where another machine is stated, this JVM is not the one that will hold it.
        return ClusterProbe.isElsewhere(request.spark(), request.config()) ? executor : Math.min(driver, executor);
    }

    /** Whether a side was found that does not fit. */
    boolean outgrow() {
        return outgrow;
    }

    /** In place of the rows that are not read then. */
    List<CheckResult> unread() {
        return List.of(new CheckResult(
                SampleSteps.ROWS,
                new Outcome.Skipped(
                        Outcome.SkipReason.NOT_POSSIBLE,
                        "reading rows would run a broadcast that does not fit (see the check '" + BroadcastRules.CHECK
                                + "')",
                        "Mend what that check names.")));
    }
}
