package io.preflightguard.sizing;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges whether a write's shuffles fit memory and disk. Pure. */
public final class SizingRules {

    /** Spark's own default for {@code spark.sql.files.maxPartitionBytes}, and the size AQE's advice starts from. */
    private static final long COMFORTABLE_TASK_BYTES = 128L << 20;

    /** Below this a task costs more to start than to run, whatever the memory. */
    private static final long SMALLEST_TASK_BYTES = 16L << 20;

    private static final String CODEC_KEY = "spark.io.compression.codec";

    private SizingRules() {}

    /**
     * How many partitions a shuffle of {@code rawBytes} uncompressed bytes should have: enough that a task's data is at
     * most 128 MiB and at most half of its execution memory (a sorter doubles its pointer array while it holds the old
     * one), but no less than 16 MiB, in whole waves of the fleet's slots.
     */
    public static int recommendedPartitions(Estimate rawBytes, Fleet fleet) {
        double perTask =
                Math.max(SMALLEST_TASK_BYTES, Math.min(COMFORTABLE_TASK_BYTES, fleet.executionMemoryPerTask() / 2.0));
        double waves = Math.ceil(Math.max(1, rawBytes.high() / perTask) / fleet.slots());
        return (int) Math.min(Integer.MAX_VALUE, waves * fleet.slots());
    }

    /**
     * Judges the sizes of one write.
     *
     * @param rows rows of the input
     * @param rowBytes what a row weighs
     * @param shape the write's shuffles, or null if it makes none
     * @param largestToMean the largest reducing task as a multiple of the mean
     * @param partitionOptions the options and configuration keys that set parallelism for this write, to recommend for
     */
    public static CheckResult judge(
            Estimate rows,
            RowBytes rowBytes,
            @Nullable ShuffleShape shape,
            Estimate largestToMean,
            Fleet fleet,
            List<String> partitionOptions,
            GuardConfig config) {
        String check = SizingMeasurements.CHECK;
        Estimate inputBytes = rows.times(rowBytes.raw(), Unit.BYTES);
        int recommended = recommendedPartitions(inputBytes, fleet);
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(new Measurement(SizingMeasurements.ROWS, rows));
        measurements.add(new Measurement("bytes per row, serialised", rowBytes.raw()));
        rowBytes.compressed()
                .forEach((codec, bytes) -> measurements.add(new Measurement(
                        "bytes per row, " + codec + (codec.equals(rowBytes.codec()) ? " (in effect)" : ""), bytes)));
        measurements.add(new Measurement(
                "execution memory per task", Estimate.exact(fleet.executionMemoryPerTask(), Unit.BYTES)));
        for (String option : partitionOptions) {
            measurements.add(new Measurement(
                    "recommended " + option + ", for memory and cores alone", Estimate.exact(recommended, Unit.COUNT)));
        }
        if (shape == null) {
            return new CheckResult(
                    check,
                    new Outcome.Passed("this write shuffles no rows, so it needs no local disk for them", List.of()),
                    measurements);
        }
        ShufflePrediction prediction =
                ShufflePrediction.of(rows, rowBytes.raw(), rowBytes.effective(), shape, largestToMean, fleet);
        measurements.add(new Measurement(SizingMeasurements.SHUFFLE_BYTES + shape.name(), prediction.diskBytes()));
        measurements.add(new Measurement("largest task, uncompressed", prediction.largestTaskBytes()));
        if (shape.volume().isExact() && shape.volume().value() == 1) {
            Estimate meanTask = prediction.diskBytes().times(1.0 / shape.partitions(), Unit.BYTES);
            measurements.add(
                    new Measurement(SizingMeasurements.LARGEST_TASK, meanTask.times(largestToMean, Unit.BYTES)));
        }
        measurements.add(new Measurement("local disk needed per worker", prediction.diskPerWorker()));
        measurements.add(
                new Measurement("free local disk per worker", Estimate.exact(fleet.freeDiskPerWorker(), Unit.BYTES)));

        List<Finding> findings = new ArrayList<>();
        addTooFewPartitions(findings, prediction, shape, recommended, fleet);
        addDiskShort(findings, prediction, rows, rowBytes, shape, largestToMean, fleet, config);
        String examined = Unit.BYTES.format(prediction.diskBytes().value()) + " of shuffle over " + fleet.workers()
                + (fleet.workers() == 1 ? " worker (" : " workers (") + fleet.source() + ")";
        return new CheckResult(check, Outcome.of(examined, findings), measurements);
    }

    private static void addTooFewPartitions(
            List<Finding> findings, ShufflePrediction prediction, ShuffleShape shape, int recommended, Fleet fleet) {
        double memory = fleet.executionMemoryPerTask();
        if (!shape.buffers() || prediction.largestTaskBytes().high() <= memory) {
            return;
        }
        boolean certain = prediction.largestTaskBytes().low() > memory;
        // If the mean task fits, one hot key is the trouble, and more partitions do not divide it.
        boolean divides = prediction.rawBytes().high() / shape.partitions() > memory;
        findings.add(new Finding(
                RuleCatalog.SHUFFLE_PARTITIONS_TOO_FEW,
                Severity.WARN,
                shape.setBy(),
                "the largest of " + shape.partitions() + " tasks holds "
                        + prediction.largestTaskBytes().render() + " and has "
                        + Unit.BYTES.format(memory) + " of execution memory: it "
                        + (certain ? "spills " : "may spill ")
                        + Unit.BYTES.format(prediction.spillsPerWorker().high()) + " per worker",
                prediction.largestTaskBytes(),
                new Limit(Estimate.exact(memory, Unit.BYTES), "execution memory per task"),
                divides
                        ? "Set " + shape.setBy() + " to " + recommended + "."
                        : "Spread the hot key (see KEY_SKEW); more partitions do not divide it.",
                divides ? List.of(setting(shape.setBy(), recommended)) : List.of()));
    }

    private static Remedy setting(String key, int value) {
        String text = Integer.toString(value);
        return key.startsWith("spark.") ? new Remedy.SetSessionConf(key, text) : new Remedy.SetWriteOption(key, text);
    }

    private static void addDiskShort(
            List<Finding> findings,
            ShufflePrediction prediction,
            Estimate rows,
            RowBytes rowBytes,
            ShuffleShape shape,
            Estimate largestToMean,
            Fleet fleet,
            GuardConfig config) {
        double usable = fleet.freeDiskPerWorker() * config.maxDiskUse();
        Estimate needed = prediction.diskPerWorker();
        if (needed.high() <= usable) {
            return;
        }
        List<Remedy> remedies = new ArrayList<>();
        for (String codec : rowBytes.compressed().keySet()) {
            ShufflePrediction other =
                    ShufflePrediction.of(rows, rowBytes.raw(), rowBytes.after(codec), shape, largestToMean, fleet);
            if (!codec.equals(rowBytes.codec()) && other.diskPerWorker().high() <= usable) {
                remedies.add(new Remedy.NeedsLaunchConf(CODEC_KEY, codec));
            }
        }
        double left = usable - prediction.spillsPerWorker().high();
        if (left > 0) {
            int workers = (int)
                    Math.min(Integer.MAX_VALUE, Math.ceil(prediction.diskBytes().high() / left));
            remedies.add(new Remedy.NeedsFleet(Math.max(workers, fleet.workers() + 1)));
        }
        // A volume that is only modelled is not sure enough to stop a write.
        boolean certain = needed.low() > usable && shape.volume().isExact();
        findings.add(new Finding(
                RuleCatalog.LOCAL_DISK_SHORT,
                certain ? Severity.FAIL : Severity.WARN,
                shape.name(),
                "each worker needs " + needed.render() + " of local disk and has "
                        + Unit.BYTES.format(fleet.freeDiskPerWorker()) + " free: "
                        + (needed.low() > fleet.freeDiskPerWorker()
                                ? "the write ends with No space left on device"
                                : "the write may end with No space left on device"),
                needed,
                new Limit(Estimate.exact(usable, Unit.BYTES), "spark.guard.sizing.max-disk-use of free disk"),
                remedies.isEmpty()
                        ? "Use workers with more local disk."
                        : "To make it fit: "
                                + remedies.stream().map(Remedy::describe).collect(Collectors.joining(", or ")) + ".",
                remedies));
    }
}
