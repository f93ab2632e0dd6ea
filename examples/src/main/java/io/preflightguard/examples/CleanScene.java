package io.preflightguard.examples;

import io.preflightguard.PreflightReport;
import io.preflightguard.Verdict;
import org.apache.spark.sql.SaveMode;

/** Flights as they are: checked, written, read back. */
final class CleanScene implements Scene {

    @Override
    public String title() {
        return "clean: real flights pass and are written";
    }

    @Override
    public void play(Stage stage) {
        PreflightReport report = stage.guard()
                .build()
                .write(stage.flights().rows(), Flights.HUDI_OPTIONS, stage.table(), SaveMode.Append);
        stage.show(report);
        Stage.require(report.verdict() == Verdict.PASSED, "the verdict was " + report.verdict());
        long sent = stage.flights().rows().count();
        long stored = stage.count(stage.table());
        stage.say("written " + sent + " rows, read back " + stored);
        Stage.require(sent == stored, "rows were lost or gained");
    }
}
