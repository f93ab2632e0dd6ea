package io.preflightguard.examples;

import io.preflightguard.PreflightReport;
import io.preflightguard.RuleCatalog;
import java.nio.file.Path;
import java.util.Map;

/** The delay arrives as an object: refused, and the table is as it was. */
final class DriftedScene implements Scene {

    @Override
    public String title() {
        return "drifted: delay arrives as a struct";
    }

    @Override
    public void play(Stage stage) {
        Map<String, String> before = Folders.contents(Path.of(stage.table()));
        PreflightReport refusal =
                stage.refused(stage.guard().build(), stage.flights().drifted(), RuleCatalog.TYPE_CHANGED);
        Stage.require(
                refusal.blockingFindings().stream()
                        .allMatch(
                                f -> f.subject().equals("delay") && f.message().contains("struct<minutes")),
                "the finding does not name path and types");
        Map<String, String> after = Folders.contents(Path.of(stage.table()));
        Stage.require(before.equals(after), "the table's folder changed");
        stage.say("the table's " + after.size() + " files are byte for byte as before");
    }
}
