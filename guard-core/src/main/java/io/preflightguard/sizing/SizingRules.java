package io.preflightguard.sizing;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.Severity;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Judges whether a write's shuffles fit memory and disk. Pure. */
public final class SizingRules {

    /** The name of the result that stands for the shuffles of the input itself. */
    public static final String INPUT_SHUFFLES = "sizing: shuffles of the input";

    private SizingRules() {}

    /** What is said where the rows may come out of shuffles of their own, which are not among the write's. */
    public static CheckResult inputShuffles() {
        return new CheckResult(
                INPUT_SHUFFLES,
                new Outcome.Skipped(
                        Outcome.SkipReason.NOT_PROVABLE,
                        "the rows are made by joins or groupings, whose own shuffles are not sized",
                        "Write the joined rows to files first and check the write of those, or keep disk free for them."));
    }

    /**
     * Judges the sizes of one write.
     *
     * @param rows rows of the input
     * @param rowBytes what a row weighs
     * @param shape the write's shuffles, or null if it makes none
     * @param tasksOf how unevenly rows fall into the tasks that read so many partitions
     * @param conditions what decides besides
     * @param partitionOptions the options and configuration keys that set parallelism for this write, to recommend for
     */
    public static CheckResult judge(
            Estimate rows,
            RowBytes rowBytes,
            @Nullable ShuffleShape shape,
            IntFunction<TaskSizes> tasksOf,
            Fleet fleet,
            WriteConditions conditions,
            List<String> partitionOptions,
            GuardConfig config) {
        Load load = Load.of(rows, rowBytes, rowBytes.codec(), conditions.shuffles());
        int recommended = shape == null
                ? PartitionAdvice.recommended(load.rawBytes(), fleet)
                : PartitionAdvice.recommended(load, shape, conditions, fleet);
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(new Measurement(SizingMeasurements.ROWS, rows));
        measurements.add(new Measurement("bytes per row, serialised", rowBytes.raw()));
        rowBytes.compressed()
                .forEach((codec, bytes) -> measurements.add(new Measurement(
                        "bytes per row, " + codec + (codec.equals(rowBytes.codec()) ? " (in effect)" : ""), bytes)));
        measurements.add(new Measurement("execution memory per task", bytes(fleet.executionMemoryPerTask())));
        for (String option : partitionOptions) {
            measurements.add(new Measurement(
                    "recommended " + option + ", for memory and cores alone", Estimate.exact(recommended, Unit.COUNT)));
        }
        if (shape == null) {
            return new CheckResult(
                    SizingMeasurements.CHECK,
                    new Outcome.Passed("this write shuffles no rows", List.of()),
                    measurements);
        }
        Sizes sizes = new Sizes(rows, rowBytes, shape, tasksOf.apply(shape.partitions()), conditions);
        addMeasurements(measurements, sizes, fleet);
        List<Finding> findings = new ArrayList<>(PartitionRules.judge(sizes, tasksOf, fleet));
        DiskRules.judge(sizes, fleet, config).ifPresent(findings::add);
        CodecRules.judge(rowBytes, sizes.diskBytes()).ifPresent(findings::add);
        return new CheckResult(SizingMeasurements.CHECK, outcome(sizes, fleet, findings), measurements);
    }

    private static void addMeasurements(List<Measurement> measurements, Sizes sizes, Fleet fleet) {
        ShuffleShape shape = sizes.shape();
        ReadTasks readers = sizes.readers();
        DiskNeed need = sizes.need(sizes.rowBytes().codec(), fleet);
        measurements.add(new Measurement(SizingMeasurements.SHUFFLE_BYTES, sizes.diskBytes()));
        if (shape.hasSetPartitions()) {
            measurements.add(new Measurement("largest task, uncompressed", readers.largestBytes(sizes.load())));
        }
        if (shape.isOneOfRows() && sizes.tasks().isKnown()) {
            // Coalesced tasks read several partitions, and which ones fall together is not modelled.
            if (readers.most() <= sizes.conditions().coalescedTo()) {
                measurements.add(new Measurement(
                        SizingMeasurements.LARGEST_TASK,
                        readers.largestRows().times(sizes.load().compressed(), Unit.BYTES)));
            }
            measurements.add(new Measurement(
                    SizingMeasurements.SPILL_OF_ALL_TASKS,
                    DiskNeed.sum(
                            judged(sizes, fleet).ofAllTasks(),
                            sizes.writerSpill(fleet).ofAllTasks())));
        }
        if (readers.count() != shape.partitions()) {
            measurements.add(new Measurement(
                    "tasks after adaptive execution merged partitions", Estimate.exact(readers.count(), Unit.COUNT)));
        }
        measurements.add(new Measurement("spill per worker", need.spill()));
        if (sizes.conditions().persistsRows()) {
            measurements.add(new Measurement("persisted rows on the disk of a worker", need.persisted()));
        }
        measurements.add(new Measurement("local disk needed per worker", need.total()));
        measurements.add(new Measurement("free local disk per worker", bytes(fleet.freeDiskPerWorker())));
    }

    private static Outcome outcome(Sizes sizes, Fleet fleet, List<Finding> findings) {
        TaskSizes tasks = sizes.tasks();
        ShuffleShape shape = sizes.shape();
        Optional<Doubt> doubt = Doubt.of(sizes, fleet);
        if (doubt.isPresent() && findings.stream().allMatch(finding -> finding.severity() == Severity.INFO)) {
            return doubt.get().outcome(findings);
        }
        return Outcome.of(
                Unit.BYTES.format(sizes.diskBytes().value()) + " of shuffle, " + shape.name() + ", over "
                        + fleet.workers() + (fleet.workers() == 1 ? " worker (" : " workers (") + fleet.source() + ")"
                        + (tasks.assumption().isEmpty() ? "" : "; " + tasks.assumption())
                        + (shape.isOfSql() ? "" : "; what its objects take on the heap is not known"),
                findings);
    }

    /** Without what is only conceivable. */
    private static Spill judged(Sizes sizes, Fleet fleet) {
        return sizes.spill(
                sizes.shape().partitions(),
                sizes.conditions().adaptive(),
                sizes.tasks().largestToMean(),
                fleet);
    }

    private static Estimate bytes(long bytes) {
        return Estimate.exact(bytes, Unit.BYTES);
    }
}
