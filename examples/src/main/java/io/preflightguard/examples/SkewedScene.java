package io.preflightguard.examples;

import io.preflightguard.PreflightReport;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Verdict;
import io.preflightguard.config.Repair;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** One airport dwarfs the others: refused; then written with its flights spread over tasks. */
final class SkewedScene implements Scene {

    @Override
    public String title() {
        return "skewed: one airport dwarfs the others";
    }

    @Override
    public void play(Stage stage) {
        Dataset<Row> skewed = stage.flights().skewed();
        PreflightReport refusal = stage.refused(stage.guard().build(), skewed, RuleCatalog.KEY_SKEW);
        Stage.require(
                refusal.findings().stream().anyMatch(f -> f.subject().equals("origin=" + Flights.BUSIEST)),
                "the finding does not name the airport");

        stage.say("For comparison, the same write without the guard, to a table of its own:");
        String unguarded = stage.work().resolve("flights-unguarded").toString();
        skewed.write()
                .format("hudi")
                .options(Flights.HUDI_OPTIONS)
                .mode(SaveMode.Append)
                .save(unguarded);
        TaskSpread before = TaskSpread.of(stage.spark(), unguarded);
        stage.say("rows per task   before: " + before);

        stage.say("With spark.guard.repair=apply:");
        String guarded = stage.work().resolve("flights-spread").toString();
        PreflightReport report = stage.guard()
                .repair(Repair.APPLY)
                .build()
                .write(skewed, Flights.HUDI_OPTIONS, guarded, SaveMode.Append);
        stage.say(report.headline());
        TaskSpread after = TaskSpread.of(stage.spark(), guarded);
        stage.say("rows per task   after:  " + after);
        Stage.require(report.verdict() == Verdict.REPAIRED, "the verdict was " + report.verdict());
        Stage.require(before.rows() == after.rows(), "rows were lost or gained");
        Stage.require(after.largestToMean() < 2, "the tasks are still uneven");
    }
}
