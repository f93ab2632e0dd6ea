package io.preflightguard.examples;

import io.preflightguard.Finding;
import io.preflightguard.PreflightReport;
import io.preflightguard.RuleCatalog;
import io.preflightguard.hudi.HudiPreflight;

/** Workers with too little free disk: refused, with what would make it fit. */
final class TightDiskScene implements Scene {

    @Override
    public String title() {
        return "tight disk: the workers have too little of it free";
    }

    @Override
    public void play(Stage stage) {
        HudiPreflight preflight = stage.guard()
                .set("spark.guard.fleet.workers", "2")
                .set("spark.guard.fleet.cores-per-worker", "4")
                .set("spark.guard.fleet.memory-per-worker", "4g")
                .set("spark.guard.fleet.free-disk-per-worker", "15m")
                .build();
        PreflightReport refusal = stage.refused(preflight, stage.flights().ofNextYear(), RuleCatalog.LOCAL_DISK_SHORT);
        Finding finding = refusal.blockingFindings().get(0);
        Stage.require(!finding.remedies().isEmpty(), "the finding names no setting that would make it fit");
    }
}
