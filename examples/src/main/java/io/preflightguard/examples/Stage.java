package io.preflightguard.examples;

import io.preflightguard.PreflightReport;
import io.preflightguard.PreflightViolationException;
import io.preflightguard.Rule;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.hudi.HudiPreflight;
import io.preflightguard.report.TextReport;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** What a scene has to work with. */
record Stage(SparkSession spark, Flights flights, String contract, Path work, PrintStream out) {

    /** The demo's table. */
    String table() {
        return work.resolve("flights").toString();
    }

    /** A guard as the job would set it up. */
    HudiPreflight.Builder guard() {
        return HudiPreflight.on(spark).contract(SchemaContract.file(contract));
    }

    void say(String line) {
        out.println(line);
    }

    void show(PreflightReport report) {
        out.print(TextReport.of(report));
    }

    long count(String path) {
        return spark.read().format("hudi").load(path).count();
    }

    /** Makes a write that must be refused because of {@code rule}, and shows the report. */
    PreflightReport refused(HudiPreflight preflight, Dataset<Row> rows, Rule rule) {
        try {
            preflight.write(rows, Flights.HUDI_OPTIONS, table(), SaveMode.Append);
        } catch (PreflightViolationException refusal) {
            show(refusal.report());
            require(
                    refusal.report().blockingFindings().stream()
                            .anyMatch(finding -> finding.rule().equals(rule)),
                    "refused, but not because of " + rule.id());
            return refusal.report();
        }
        throw new SceneFailedException("the write was not refused");
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new SceneFailedException(otherwise);
        }
    }
}
