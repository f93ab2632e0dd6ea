package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.hudi.bulkinsert.BulkInsertPlanner;
import io.preflightguard.hudi.table.TableTooLargeException;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RecordWrite;
import io.preflightguard.sizing.RowBytes;
import io.preflightguard.sizing.SettingRules;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.sizing.SizingMeasurements;
import io.preflightguard.sizing.SizingRules;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.spark.sample.RowSample;
import io.preflightguard.spark.sizing.ClusterProbe;
import io.preflightguard.spark.sizing.JoinProbe;
import io.preflightguard.spark.sizing.SessionSettings;
import io.preflightguard.spark.sizing.ShuffleActuals;
import io.preflightguard.upsert.HudiLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a write's shuffles need of memory and disk, and what the session's settings do to them. */
final class SizingSteps {

    static final String SIZING = SizingMeasurements.CHECK;
    static final String INLINE_SERVICES = "sizing: inline table services";

    private final WriteRequest request;
    private final HudiWrite write;
    private final SampleSteps sample;

    /** @param sample must have run before the first step here does */
    SizingSteps(WriteRequest request, HudiWrite write, SampleSteps sample) {
        this.request = request;
        this.write = write;
        this.sample = sample;
    }

    /** @param existing what is there already, or null if that could not be looked at */
    List<CheckResult> sizing(@Nullable ExistingFiles existing) throws IOException {
        try {
            List<CheckResult> results = new ArrayList<>();
            results.add(judged(existing));
            if (ShuffleActuals.mayInclude(request.frame())) {
                results.add(SizingRules.inputShuffles());
            }
            List<String> services = write.inlineServices();
            if (!services.isEmpty()) {
                results.add(inlineServices(services));
            }
            return results;
        } catch (TableTooLargeException large) {
            return List.of(SampleSteps.skipped(
                    SIZING, Outcome.SkipReason.NOT_POSSIBLE, String.valueOf(large.getMessage()), large.wayOut()));
        }
    }

    private CheckResult judged(@Nullable ExistingFiles existing) throws IOException {
        RowSample rows = sample.rowSample();
        if (rows == null) {
            return sample.notWeighed(SIZING);
        }
        Estimate inputRows = sample.knownRows();
        if (inputRows == null) {
            return SampleSteps.skipped(
                    SIZING,
                    Outcome.SkipReason.UNDECIDED,
                    "the input's partitions were too long to read to their ends, so its rows are not known",
                    "Raise spark.guard.sample.max-rows, or read splittable files such as Parquet.");
        }
        if (!ClusterProbe.knowsCores(request.spark(), request.config())) {
            return SkewSteps.coresUnknown(SIZING);
        }
        String unknown = write.unknown();
        if (unknown != null) {
            return new CheckResult(SIZING, shufflesNotKnown(unknown));
        }
        Optional<String> elsewhere = SessionSettings.of(request.spark()).shufflesElsewhere();
        if (elsewhere.isPresent()) {
            return SampleSteps.skipped(
                    SIZING,
                    Outcome.SkipReason.NOT_POSSIBLE,
                    elsewhere.get() + " is set, so shuffles need not go to the local disks that the guard sees",
                    "Watch what takes the shuffles in Spark's own metrics.");
        }
        WriteShuffles shuffles = sample.shuffles();
        ShuffleShape shape = shuffles.shape();
        RowBytes bytes = rows.bytes();
        if (shape != null && shape.volume().high() > 0 && shuffles.areOfRecords()) {
            Outcome.Skipped obstacle = RecordSizing.obstacle(rows, write, shuffles.records(), existing);
            if (obstacle != null) {
                return new CheckResult(SIZING, obstacle);
            }
            RecordSizing records = RecordSizing.of(
                    rows,
                    inputRows,
                    records(inputRows),
                    shuffles.records(),
                    existing,
                    sample.followed(),
                    request.config());
            bytes = records.bytes();
            shape = shape.withVolume(records.volume());
        }
        if (shape != null && write.isBulkInsert() && write.isSkewAware()) {
            shape = shape.upTo(BulkInsertPlanner.mostTasks(
                    request.options(), inputRows.high(), bytes.raw().high(), shape.partitions()));
        }
        SessionSettings settings = SessionSettings.of(request.spark());
        KeyProfile paths = sample.pathProfile();
        return SizingRules.judge(
                inputRows,
                bytes,
                shape,
                partitions -> WriteSettings.taskSizes(write, paths, partitions, shuffles.input()),
                ClusterProbe.fleet(request.spark(), request.config(), rows.leastFreeDisk()),
                shuffles.conditions(shape, settings),
                partitionOptions()
                        .map(option -> WriteSettings.inSession(option, settings))
                        .distinct()
                        .toList(),
                request.config());
    }

    private Stream<String> partitionOptions() {
        Stream<String> ofSpark = Stream.of(WriteParallelism.SHUFFLE_PARTITIONS);
        return write.shufflesToFileGroupsOnly()
                ? ofSpark
                : Stream.concat(ofSpark, Stream.of(write.parallelismOption()));
    }

    private RecordWrite records(Estimate inputRows) {
        WriteShuffles shuffles = sample.shuffles();
        return shuffles.records()
                .write(
                        UpsertSteps.line() == HudiLine.V0,
                        inputRows.value(),
                        shuffles.inputPartitions(),
                        shuffles.partitions());
    }

    /** What is said of a write whose shuffles are not known. */
    static Outcome.Skipped shufflesNotKnown(String why) {
        return new Outcome.Skipped(
                Outcome.SkipReason.NOT_POSSIBLE,
                why + ", so its shuffles are not known",
                "Watch local disk and spill in Spark's own metrics.");
    }

    /** What is said where table services run within the write, whose shuffles are not among its own. */
    static CheckResult inlineServices(List<String> services) {
        return SampleSteps.skipped(
                INLINE_SERVICES,
                Outcome.SkipReason.NOT_PROVABLE,
                "Hudi may run " + String.join(" and ", services)
                        + " before the write returns, whose shuffles and disk are not sized",
                "Run table services in a job of their own, or keep disk free for them.");
    }

    /** Judges the session's settings for this write, as far as its shuffles are known. */
    List<CheckResult> settings() {
        SessionSettings settings = SessionSettings.of(request.spark());
        WriteShuffles shuffles = sample.shuffles();
        boolean known = shuffles.isInputKnown() && write.unknown() == null && sample.canComputeKeys();
        ShuffleShape shape = known ? shuffles.shape() : null;
        RowSample rows = sample.rowSample();
        Estimate inputRows = sample.knownRows();
        double shuffleBytes = rows == null || inputRows == null
                ? -1
                : inputRows.times(rows.bytes().effective(), Unit.BYTES).value();
        return List.of(SettingRules.judge(
                settings.inForce(),
                JoinProbe.shuffles(request.frame()),
                settings.shuffles(),
                shape,
                WriteSettings.adaptive(shape, settings),
                shuffleBytes));
    }
}
