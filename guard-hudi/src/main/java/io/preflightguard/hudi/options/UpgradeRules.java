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

    /** Hudi 1.x takes no older one, and writes this one where it is told to. */
    private static final int OLDEST_FOR_ONE = 6;

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
        Finding finding = hudi.isBeforeOne() ? unavoidable(hudi, version) : upgrade(hudi, version);
        return new CheckResult(CHECK, Outcome.of(examined, List.of(finding)));
    }

    /** Whether somebody has thought of it. */
    private static boolean isDecided(WriteEvidence evidence) {
        return !evidence.option(WRITTEN_VERSION).isEmpty()
                || (evidence.hasTable() && !evidence.option(AUTO_UPGRADE).isEmpty());
    }

    private static Finding upgrade(HudiLine hudi, int version) {
        boolean canStay = version >= OLDEST_FOR_ONE;
        return new Finding(
                RuleCatalog.TABLE_UPGRADED_BY_WRITE,
                RuleCatalog.TABLE_UPGRADED_BY_WRITE.severity(),
                VERSION,
                canStay
                        ? "this write raises the table's version from " + version + " to " + hudi.tableVersion()
                                + ", and nothing that runs an older Hudi opens the table then"
                        : "Hudi " + hudi.version() + " writes to no table of version " + version,
                Estimate.exact(canStay ? hudi.tableVersion() : version, Unit.COUNT),
                new Limit(Estimate.exact(canStay ? version : OLDEST_FOR_ONE, Unit.COUNT), canStay ? VERSION : "Hudi"),
                canStay
                        ? "Set " + WRITTEN_VERSION + "=" + version + " until every reader runs Hudi " + hudi.version()
                                + " or newer, then " + AUTO_UPGRADE + "=true."
                        : "Write to it once with Hudi 0.14 or 0.15, which raises it to " + OLDEST_FOR_ONE + ".",
                canStay ? List.of(new Remedy.SetWriteOption(WRITTEN_VERSION, String.valueOf(version))) : List.of());
    }

    /** Hudi 0.15 has no option against it. */
    private static Finding unavoidable(HudiLine hudi, int version) {
        return new Finding(
                RuleCatalog.TABLE_UPGRADED_BY_WRITE,
                Severity.WARN,
                VERSION,
                "this write raises the table's version from " + version + " to " + hudi.tableVersion()
                        + ", and nothing that runs an older Hudi opens the table then",
                Estimate.exact(hudi.tableVersion(), Unit.COUNT),
                new Limit(Estimate.exact(version, Unit.COUNT), VERSION),
                "Move every reader and writer to Hudi " + hudi.version() + " first; no option keeps the version.",
                List.of());
    }
}
