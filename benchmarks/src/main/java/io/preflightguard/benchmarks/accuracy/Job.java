package io.preflightguard.benchmarks.accuracy;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.Unit;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.hudi.HudiPreflight;
import io.preflightguard.sizing.SizingMeasurements;
import io.preflightguard.spark.sizing.ShuffleForecast;
import io.preflightguard.spark.sizing.ShuffleProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Something that shuffles, foretold and then done. */
interface Job {

    /** What it is called in the table. */
    String name();

    /** What the guard says it will write. */
    Estimate predict(Dataset<Row> rows);

    /** Does it. */
    void run(Dataset<Row> rows);

    /** Every operation of the table; what comes from Hudi writes a table below {@code folder}. */
    static List<Job> all(Input input, Path folder) {
        List<Job> jobs = new ArrayList<>();
        jobs.add(new Plain("repartition-16", rows -> rows.repartition(16)));
        jobs.add(new Plain("repartition-200-by-id", rows -> rows.repartition(200, functions.col("id"))));
        jobs.add(new Plain("groupBy", rows -> rows.groupBy(
                        input.groupBy().stream().map(functions::col).toArray(Column[]::new))
                .agg(functions.sum(input.sum()), functions.count("*"))));
        jobs.add(new Plain(
                "join",
                rows -> rows.join(
                        rows.where("pmod(hash(id), 3) = 0").selectExpr("id", input.sum() + " as other"), "id")));
        for (String mode : List.of(
                "NONE",
                "PARTITION_SORT",
                "GLOBAL_SORT",
                "PARTITION_PATH_REPARTITION",
                "PARTITION_PATH_REPARTITION_AND_SORT")) {
            jobs.add(new Hudi("bulk_insert", mode, folder));
        }
        jobs.add(new Hudi("insert", "", folder));
        jobs.add(new Hudi("upsert", "", folder));
        return jobs;
    }

    /** Makes the rows that a job ends with. */
    interface Step {
        Dataset<Row> of(Dataset<Row> rows);
    }

    /** A job of Spark alone. */
    record Plain(String name, Step step) implements Job {

        @Override
        public Estimate predict(Dataset<Row> rows) {
            ShuffleForecast forecast = ShuffleProbe.of(step.of(rows), GuardConfig.defaults());
            return forecast.written()
                    .orElseThrow(() -> new IllegalStateException("not predicted: " + forecast.notPossible()));
        }

        @Override
        public void run(Dataset<Row> rows) {
            step.of(rows).write().format("noop").mode("overwrite").save();
        }
    }

    /** A write of a new Hudi table. */
    record Hudi(String operation, String sortMode, Path folder) implements Job {

        @Override
        public String name() {
            return "hudi-" + operation + (sortMode.isEmpty() ? "" : "-" + sortMode);
        }

        @Override
        public Estimate predict(Dataset<Row> rows) {
            LocalSpark.delete(folder);
            SparkSession spark = rows.sparkSession();
            PreflightReport report = HudiPreflight.on(spark).build().check(rows, options(), folder.toString());
            CheckResult sizing = report.results().stream()
                    .filter(result -> result.check().equals(SizingMeasurements.CHECK))
                    .findFirst()
                    .orElseThrow();
            if (!(sizing.outcome() instanceof Outcome.Passed || sizing.outcome() instanceof Outcome.Violated)) {
                throw new IllegalStateException("not predicted: " + sizing.outcome());
            }
            return sizing.measurements().stream()
                    .filter(measurement -> measurement.name().startsWith(SizingMeasurements.SHUFFLE_BYTES))
                    .map(Measurement::value)
                    .map(Estimate.class::cast)
                    .findFirst()
                    .orElse(Estimate.exact(0, Unit.BYTES));
        }

        @Override
        public void run(Dataset<Row> rows) {
            rows.write().format("hudi").options(options()).mode(SaveMode.Append).save(folder.toString());
        }

        private Map<String, String> options() {
            Map<String, String> options = new TreeMap<>();
            options.put("hoodie.table.name", "written");
            options.put("hoodie.datasource.write.operation", operation);
            options.put("hoodie.datasource.write.recordkey.field", "id");
            options.put("hoodie.datasource.write.partitionpath.field", "p");
            options.put("hoodie.datasource.write.precombine.field", "ts");
            options.put("hoodie.metadata.enable", "false");
            options.put("hoodie.embed.timeline.server", "false");
            if (!sortMode.isEmpty()) {
                options.put("hoodie.bulkinsert.sort.mode", sortMode);
                options.put("hoodie.bulkinsert.shuffle.parallelism", "8");
            }
            return options;
        }
    }
}
