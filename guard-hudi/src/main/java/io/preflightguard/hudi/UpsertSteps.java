package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.hudi.table.FileSliceState;
import io.preflightguard.hudi.table.HudiTable;
import io.preflightguard.hudi.table.UnknownKeysException;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RowsAsWritten;
import io.preflightguard.hudi.write.StoredRows;
import io.preflightguard.hudi.write.UpsertOptions;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.spark.sample.DrawnKeys;
import io.preflightguard.spark.sample.ParquetRowBytes;
import io.preflightguard.spark.sample.RecordKeys;
import io.preflightguard.spark.sample.RowSample;
import io.preflightguard.upsert.FileGroupState;
import io.preflightguard.upsert.HudiLine;
import io.preflightguard.upsert.RecordSize;
import io.preflightguard.upsert.RowWeight;
import io.preflightguard.upsert.UpsertPlan;
import io.preflightguard.upsert.UpsertPlanner;
import io.preflightguard.upsert.UpsertRules;
import io.preflightguard.upsert.UpsertSettings;
import io.preflightguard.upsert.Workload;
import io.preflightguard.upsert.Workloads;
import io.preflightguard.upsert.WrittenTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an insert or upsert will make of its rows: a task for each file group. */
final class UpsertSteps {

    static final String TASKS = "upsert: tasks and file groups";

    private final WriteRequest request;
    private final HudiWrite write;
    private final SampleSteps sample;
    private final boolean isOpened;
    private final ExistingFiles table;
    private final UpsertOptions options;

    /**
     * @param sample read by now
     * @param existing what is there already, or null if that could not be looked at
     */
    UpsertSteps(WriteRequest request, HudiWrite write, SampleSteps sample, @Nullable ExistingFiles existing) {
        this.request = request;
        this.write = write;
        this.sample = sample;
        this.isOpened = existing != null;
        this.table = existing == null ? ExistingFiles.NONE : existing;
        this.options = new UpsertOptions(request.options(), table.properties());
    }

    List<CheckResult> tasks() throws Exception {
        Outcome.Skipped skipped = skipped();
        if (skipped != null) {
            return List.of(new CheckResult(TASKS, skipped));
        }
        try {
            return List.of(judged(plan()));
        } catch (UnknownKeysException unknown) {
            return List.of(new CheckResult(
                    TASKS,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            String.valueOf(unknown.getMessage()),
                            "Watch the tasks of the write stage in Spark's own metrics.")));
        }
    }

    CheckResult judged(UpsertPlan plan) throws Exception {
        return UpsertRules.judge(TASKS, plan, written(), request.config());
    }

    private Outcome.@Nullable Skipped skipped() {
        if (!options.isInsertOrUpsert() || (write.recordKeys().isEmpty() && options.needsKeys())) {
            return new Outcome.Skipped(
                    Outcome.SkipReason.NOT_APPLICABLE,
                    "the write goes through neither insert nor upsert",
                    "Nothing to do.");
        }
        String unknown = options.unknown();
        if (unknown == null && !write.partitionFields().isEmpty() && !write.hasPlainPath()) {
            unknown = "the key generator makes paths that the guard cannot compute";
        }
        if (unknown != null) {
            return new Outcome.Skipped(
                    Outcome.SkipReason.NOT_POSSIBLE,
                    unknown + ", so the tasks of the write are not known",
                    "Watch the tasks of the write stage in Spark's own metrics.");
        }
        if (!isOpened) {
            return new Outcome.Skipped(
                    Outcome.SkipReason.NOT_POSSIBLE,
                    "the table could not be opened (see the check '" + SchemaSteps.AGAINST_TABLE + "')",
                    "Mend what that check names.");
        }
        if (sample.rowSample() == null || sample.knownRows() == null) {
            return new Outcome.Skipped(
                    Outcome.SkipReason.NOT_POSSIBLE,
                    "no rows could be sampled, or there are too many to know how many (see the check '"
                            + SampleSteps.ROWS + "')",
                    "Mend what that check names, or raise spark.guard.sample.max-rows.");
        }
        return null;
    }

    /** The tasks that the write will have; rows must have been sampled. */
    UpsertPlan plan() throws Exception {
        RowSample rows = sample.rowSample();
        Estimate inputRows = sample.knownRows();
        if (rows == null || inputRows == null) {
            throw new IllegalStateException("The input was not sampled");
        }
        UpsertSettings settings = options.settings(line());
        List<FileSliceState> slices = table.slices();
        RowWeight weight = new RowWeight(
                atLeastOneByte(ParquetRowBytes.measure(
                        StoredRows.of(request.frame(), write), options.codec(), request.config())),
                options.filterBytes(),
                rows.bytes().raw());
        return UpsertPlanner.plan(
                workload(slices, settings, inputRows),
                slices.stream().map(UpsertSteps::group).toList(),
                settings,
                RecordSize.of(table.writes(), settings),
                weight);
    }

    private Workload workload(List<FileSliceState> slices, UpsertSettings settings, Estimate inputRows)
            throws Exception {
        boolean looksUp = options.looksUpKeys() && !slices.isEmpty();
        if (!looksUp && !options.combines() && !options.isBucketed()) {
            if (write.partitionFields().isEmpty()) {
                return Workloads.ofInserts(inputRows);
            }
            KeyProfile paths = sample.pathProfile();
            if (paths != null) {
                return Workloads.ofInserts(paths, inputRows);
            }
        }
        DrawnKeys keys = RecordKeys.draw(
                request.frame(), RowsAsWritten.path(write), RowsAsWritten.recordKey(write), request.config());
        sample.alsoRead(keys.rowsRead());
        KeyLocations locations = new KeyLocations(request, write, options, settings);
        return Workloads.of(
                locations.of(keys, looksUp ? slices : List.of()),
                inputRows,
                options.combines(),
                request.config().confidence());
    }

    private WrittenTable written() throws Exception {
        return new WrittenTable(
                String.join(",", write.partitionFields()),
                !table.slices().isEmpty(),
                write.recordKeys(),
                options.hashedBy(write.recordKeys()));
    }

    static HudiLine line() {
        return HudiTable.hudiVersion().startsWith("0.") ? HudiLine.V0 : HudiLine.V1;
    }

    private static FileGroupState group(FileSliceState slice) {
        return new FileGroupState(
                slice.partitionPath(),
                slice.fileId(),
                slice.baseBytes(),
                slice.baseRows(),
                slice.logFiles(),
                slice.pendingService());
    }

    private static Estimate atLeastOneByte(Estimate bytes) {
        double value = Math.max(1, bytes.value());
        return new Estimate(
                value,
                Math.min(value, Math.max(1, bytes.low())),
                Math.max(value, bytes.high()),
                bytes.confidence(),
                Unit.BYTES);
    }
}
