package io.preflightguard.hudi.options;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import java.util.List;

/** Judges whether the write raises the table's version. Pure. */
final class UpgradeRules {

    static final String CHECK = "options: table version";

    private static final String VERSION = "hoodie.table.version";
    private static final String WRITTEN_VERSION = "hoodie.write.table.version";
    private static final String AUTO_UPGRADE = "hoodie.write.auto.upgrade";

    private UpgradeRules() {}

    static CheckResult judge(WriteEvidence evidence) {
        String stored = evidence.storedVersion().trim();
        if (!stored.matches("\\d{1,4}")) {
            return Checks.notApplicable(CHECK, "there is no table whose version could change");
        }
        int version = Integer.parseInt(stored);
        HudiLine hudi = evidence.hudi();
        String examined = "the table's version " + version + ", and " + hudi.tableVersion() + " that Hudi "
                + hudi.version() + " writes";
        if (hudi.tableVersion() <= version || (!hudi.isBeforeOne() && isDecided(evidence))) {
            return new CheckResult(CHECK, Outcome.of(examined, List.of()));
        }
        Finding finding = hudi.isBeforeOne() ? unavoidable(evidence, version) : upgrade(evidence, version);
        return new CheckResult(CHECK, Outcome.of(examined, List.of(finding)));
    }

    /** Whether somebody has thought of it. */
    private static boolean isDecided(WriteEvidence evidence) {
        return !evidence.option(WRITTEN_VERSION).isEmpty()
                || (!evidence.replaces() && !evidence.option(AUTO_UPGRADE).isEmpty());
    }

    /** Hudi 1.x opens no table of a version that it cannot also write. */
    private static Finding upgrade(WriteEvidence evidence, int version) {
        HudiLine hudi = evidence.hudi();
        return new Finding(
                RuleCatalog.TABLE_UPGRADED_BY_WRITE,
                RuleCatalog.TABLE_UPGRADED_BY_WRITE.severity(),
                VERSION,
                changes(evidence, version),
                Estimate.exact(hudi.tableVersion(), Unit.COUNT),
                new Limit(Estimate.exact(version, Unit.COUNT), VERSION),
                "Set " + WRITTEN_VERSION + "=" + version + " until every reader runs Hudi " + hudi.version()
                        + " or newer, then "
                        + (evidence.replaces() ? "leave it out." : AUTO_UPGRADE + "=true."),
                List.of(new Remedy.SetWriteOption(WRITTEN_VERSION, String.valueOf(version))));
    }

    /** Hudi 0.15 has no option against it. */
    private static Finding unavoidable(WriteEvidence evidence, int version) {
        HudiLine hudi = evidence.hudi();
        return new Finding(
                RuleCatalog.TABLE_UPGRADED_BY_WRITE,
                Severity.WARN,
                VERSION,
                changes(evidence, version),
                Estimate.exact(hudi.tableVersion(), Unit.COUNT),
                new Limit(Estimate.exact(version, Unit.COUNT), VERSION),
                "Move every reader and writer to Hudi " + hudi.version() + " first; no option keeps the version.",
                List.of());
    }

    private static String changes(WriteEvidence evidence, int version) {
        return (evidence.replaces()
                        ? "this write replaces a table of version " + version + " by one of version "
                        : "this write raises the table's version from " + version + " to ")
                + evidence.hudi().tableVersion() + ", and nothing that runs an older Hudi opens the table then";
    }
}
