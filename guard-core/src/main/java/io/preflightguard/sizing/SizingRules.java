package io.preflightguard.sizing;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges whether a write's shuffles fit memory and disk. Pure. */
public final class SizingRules {

    private SizingRules() {}

    /** {@link PartitionAdvice#recommended}. */
    public static int recommendedPartitions(Estimate rawBytes, Fleet fleet) {
        return PartitionAdvice.recommended(rawBytes, fleet);
    }

    /** As the other one, for a shuffle that adaptive execution leaves alone. */
    public static CheckResult judge(
            Estimate rows,
            RowBytes rowBytes,
            @Nullable ShuffleShape shape,
            Estimate largestToMean,
            Fleet fleet,
            List<String> partitionOptions,
            GuardConfig config) {
        return judge(rows, rowBytes, shape, largestToMean, fleet, WriteConditions.plain(), partitionOptions, config);
    }

    /**
     * Judges the sizes of one write.
     *
     * @param rows rows of the input
     * @param rowBytes what a row weighs
     * @param shape the write's shuffles, or null if it makes none
     * @param largestToMean the largest reducing task as a multiple of the mean
     * @param conditions what decides besides
     * @param partitionOptions the options and configuration keys that set parallelism for this write, to recommend for
     */
    public static CheckResult judge(
            Estimate rows,
            RowBytes rowBytes,
            @Nullable ShuffleShape shape,
            Estimate largestToMean,
            Fleet fleet,
            WriteConditions conditions,
            List<String> partitionOptions,
            GuardConfig config) {
        String check = SizingMeasurements.CHECK;
        Load load = new Load(rows, rowBytes.raw(), rowBytes.effective());
        int recommended = shape == null
                ? PartitionAdvice.recommended(load.rawBytes(), fleet)
                : PartitionAdvice.recommended(load, shape, fleet);
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
        int tasks = conditions.adaptive().tasks(load.shuffleBytes().value(), shape.partitions());
        ShufflePrediction prediction = ShufflePrediction.of(load, shape, tasks, largestToMean);
        Function<String, DiskNeed> needOf =
                codec -> need(load, rowBytes.after(codec), shape, largestToMean, conditions, fleet);
        DiskNeed need = needOf.apply(rowBytes.codec());
        measurements.add(new Measurement(SizingMeasurements.SHUFFLE_BYTES + shape.name(), prediction.diskBytes()));
        measurements.add(new Measurement("largest task, uncompressed", prediction.largestTaskBytes()));
        if (shape.isOneOfRows()) {
            Estimate meanTask = prediction.diskBytes().times(1.0 / tasks, Unit.BYTES);
            measurements.add(
                    new Measurement(SizingMeasurements.LARGEST_TASK, meanTask.times(largestToMean, Unit.BYTES)));
        }
        if (tasks != shape.partitions()) {
            measurements.add(new Measurement(
                    "tasks after adaptive execution merged partitions", Estimate.exact(tasks, Unit.COUNT)));
        }
        measurements.add(new Measurement("spill per worker", need.spill()));
        if (conditions.persistsRows()) {
            measurements.add(new Measurement("persisted rows on the disk of a worker", need.persisted()));
        }
        measurements.add(new Measurement("local disk needed per worker", need.total()));
        measurements.add(
                new Measurement("free local disk per worker", Estimate.exact(fleet.freeDiskPerWorker(), Unit.BYTES)));

        List<Finding> findings = new ArrayList<>(PartitionRules.judge(load, shape, largestToMean, conditions, fleet));
        DiskRules.judge(rowBytes, needOf, shape, fleet, config).ifPresent(findings::add);
        CodecRules.judge(rowBytes, prediction.diskBytes()).ifPresent(findings::add);
        String examined = Unit.BYTES.format(prediction.diskBytes().value()) + " of shuffle over " + fleet.workers()
                + (fleet.workers() == 1 ? " worker (" : " workers (") + fleet.source() + ")";
        return new CheckResult(check, Outcome.of(examined, findings), measurements);
    }

    private static DiskNeed need(
            Load load,
            Estimate compressed,
            ShuffleShape shape,
            Estimate largestToMean,
            WriteConditions conditions,
            Fleet fleet) {
        Load compressedSo = new Load(load.rows(), load.bytesPerRow(), compressed);
        int tasks = conditions.adaptive().tasks(compressedSo.shuffleBytes().value(), shape.partitions());
        return DiskNeed.of(
                load.rawBytes(),
                compressedSo.shuffleBytes().times(shape.volume(), Unit.BYTES),
                compressedSo.spill(shape, tasks, largestToMean, fleet).perWorker(),
                conditions,
                fleet);
    }
}
