package io.preflightguard.benchmarks.spill;

import io.preflightguard.Estimate;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.RuleCatalog;
import io.preflightguard.benchmarks.BulkInsertOptions;
import io.preflightguard.benchmarks.LocalSpark;
import io.preflightguard.benchmarks.TaskEnds;
import io.preflightguard.hudi.HudiPreflight;
import io.preflightguard.sizing.SizingMeasurements;
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
 * @param warned whether it finds that tasks may spill
 * @param passed whether it says that sizes are in order, and not that it cannot tell
 * @param spilledTasks tasks that spilled
 * @param spilledShare compressed bytes that all tasks spilled, to those of one shuffle of all rows
 * @param disk what the guard thinks the worker needs of local disk
 * @param diskPeak the most bytes that lay there, or the size of the disk if they filled it
 * @param filled whether the write ended because the disk was full
 */
record SpillRun(
        Cell cell,
        Estimate predicted,
        boolean warned,
        boolean passed,
        long spilledTasks,
        double spilledShare,
        Estimate disk,
        long diskPeak,
        boolean filled) {

    private static final double MUCH = 0.1;

    /** Of the free disk, what a write may need that the guard passes. */
    private static final double MOST_USE = 0.8;

    /**
     * Checks and writes.
     *
     * @param local has as much left, while the write runs, as makes the guard just pass it, unless it is ample
     */
    static SpillRun of(SparkSession spark, Cell cell, Path work, LocalDisk local) throws Exception {
        Dataset<Row> rows = cell.data().read(spark, work);
        spark.conf().set("spark.sql.shuffle.partitions", cell.partitions());
        Map<String, String> options = options(cell);
        String table = work.resolve("table").toString();
        LocalSpark.delete(work.resolve("table"));
        PreflightReport report = HudiPreflight.on(spark).build().check(rows, options, table);

        AtomicLong spilledTasks = new AtomicLong();
        AtomicLong spilledBytes = new AtomicLong();
        long diskPeak;
        boolean filled = false;
        Estimate disk = measured(report, "local disk needed per worker");
        local.leave(disk.high() / MOST_USE);
        try (DiskPeak peak = new DiskPeak(local.folder())) {
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
        } catch (Exception ended) {
            if (!saysDiskIsFull(ended)) {
                throw ended;
            }
            filled = true;
            diskPeak = (long) (disk.high() / MOST_USE);
        } finally {
            local.leaveAll();
        }
        double bytes = measured(report, "bytes per row, lz4 (in effect)").value()
                * cell.data().rows();
        return new SpillRun(
                cell,
                measured(report, "spill per worker"),
                report.findings().stream()
                        .anyMatch(finding -> finding.rule().equals(RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW)),
                report.results().stream()
                        .filter(result -> result.check().equals(SizingMeasurements.CHECK))
                        .noneMatch(result -> result.outcome() instanceof Outcome.Skipped),
                spilledTasks.get(),
                spilledBytes.get() / bytes,
                disk,
                diskPeak,
                filled);
    }

    private static boolean saysDiskIsFull(Exception ended) {
        for (Throwable cause = ended; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("No space left on device")) {
                return true;
            }
        }
        return false;
    }

    boolean spilled() {
        return spilledTasks > 0;
    }

    /** Whether it spilled if the guard found that it may, and did not if it found nothing. */
    boolean isRight() {
        return warned == spilled();
    }

    /** Whether the value that the guard states, without its interval, told the same. */
    boolean isRightByValue() {
        return predicted.value() > 0 == spilled();
    }

    /** The one answer that must never be given: found nothing, and did not say that it cannot tell. */
    boolean isMissedHarm() {
        return !warned && passed && spilledShare > MUCH;
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
        row.put("said", warned ? "may spill" : passed ? "no spill" : "cannot tell");
        row.put("tasks that spilled", spilledTasks);
        row.put("spilled share", spilledShare);
        row.put("disk MB, predicted", disk.value() / 1e6);
        row.put("disk MB, at most", disk.high() / 1e6);
        row.put("disk MB, peak", diskPeak / 1e6);
        row.put("disk filled", filled ? "YES" : "no");
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
