package io.preflightguard.benchmarks.spill;

import io.preflightguard.Estimate;
import io.preflightguard.Measurement;
import io.preflightguard.PreflightReport;
import io.preflightguard.RuleCatalog;
import io.preflightguard.benchmarks.BulkInsertOptions;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.TaskEnds;
import io.preflightguard.hudi.HudiPreflight;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * One bulk_insert, checked and then made.
 *
 * @param predicted compressed bytes that the guard thinks the worker spills at once
 * @param warned whether it warns that tasks may spill
 * @param spilledTasks tasks that spilled
 * @param spilledShare compressed bytes that all tasks spilled, to those of one shuffle of all rows
 * @param disk what the guard thinks the worker needs of local disk
 * @param diskPeak the most bytes that lay there
 */
record SpillRun(
        Cell cell,
        Estimate predicted,
        boolean warned,
        long spilledTasks,
        double spilledShare,
        Estimate disk,
        long diskPeak) {

    private static final double MUCH = 0.1;

    static SpillRun of(SparkSession spark, Cell cell, Path work) throws Exception {
        Dataset<Row> rows = cell.data().read(spark, work);
        spark.conf().set("spark.sql.shuffle.partitions", cell.partitions());
        Map<String, String> options = options(cell);
        String table = work.resolve("table").toString();
        LocalSpark.delete(work.resolve("table"));
        PreflightReport report = HudiPreflight.on(spark).build().check(rows, options, table);

        AtomicLong spilledTasks = new AtomicLong();
        AtomicLong spilledBytes = new AtomicLong();
        long diskPeak;
        try (DiskPeak peak = new DiskPeak(work.resolve("local"))) {
            TaskEnds.of(
                    spark,
                    task -> {
                        if (task.taskMetrics().memoryBytesSpilled() > 0) {
                            spilledTasks.incrementAndGet();
                        }
                        spilledBytes.addAndGet(task.taskMetrics().diskBytesSpilled());
                    },
                    () -> rows.write()
                            .format("hudi")
                            .options(options)
                            .mode(SaveMode.Append)
                            .save(table));
            diskPeak = peak.bytes();
        }
        double bytes = measured(report, "bytes per row, lz4 (in effect)").value()
                * cell.data().rows();
        return new SpillRun(
                cell,
                measured(report, "spill per worker"),
                report.findings().stream()
                        .anyMatch(finding -> finding.rule().equals(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW)),
                spilledTasks.get(),
                spilledBytes.get() / bytes,
                measured(report, "local disk needed per worker"),
                diskPeak);
    }

    /** Whether the guard thinks it spills. */
    boolean saysSpill() {
        return predicted.value() > 0;
    }

    boolean spilled() {
        return spilledTasks > 0;
    }

    boolean isRight() {
        return saysSpill() == spilled();
    }

    /** The one answer that must never be given. */
    boolean isMissedHarm() {
        return !saysSpill() && spilledShare > MUCH;
    }

    /** Whether the worker's disk held more than the guard thought it could: a disk of that size would have been full. */
    boolean overfillsDisk() {
        return diskPeak > disk.high();
    }

    Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("run", cell.index());
        row.put("for", cell.isForTuning() ? "tuning" : "judging");
        row.put("memory fraction", cell.fraction());
        row.put("data", cell.data().name());
        row.put("sort mode", cell.mode());
        row.put("partitions", cell.partitions());
        row.put("predicted spill MB", predicted.value() / 1e6);
        row.put("low", predicted.low() / 1e6);
        row.put("high", predicted.high() / 1e6);
        row.put("warned", warned ? "yes" : "no");
        row.put("tasks that spilled", spilledTasks);
        row.put("spilled share", spilledShare);
        row.put("disk MB, predicted", disk.value() / 1e6);
        row.put("disk MB, at most", disk.high() / 1e6);
        row.put("disk MB, peak", diskPeak / 1e6);
        row.put("answer", isRight() ? "right" : isMissedHarm() ? "MISSED" : "wrong");
        return row;
    }

    private static Map<String, String> options(Cell cell) {
        Map<String, String> options = BulkInsertOptions.of(cell.mode());
        options.put("hoodie.bulkinsert.shuffle.parallelism", Integer.toString(cell.partitions()));
        return options;
    }

    private static Estimate measured(PreflightReport report, String name) {
        return report.results().stream()
                .flatMap(result -> result.measurements().stream())
                .filter(measurement -> measurement.name().equals(name))
                .map(Measurement::value)
                .map(Estimate.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the guard did not measure '" + name + "': " + report.headline() + " " + report.results()));
    }
}
