package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.hudi.table.ComplexKeys;
import io.preflightguard.hudi.table.FileSliceState;
import io.preflightguard.hudi.table.TableTooLargeException;
import io.preflightguard.hudi.table.UnknownKeysException;
import io.preflightguard.hudi.table.WrittenVersion;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.KeySpelling;
import io.preflightguard.hudi.write.OpenPages;
import io.preflightguard.hudi.write.RowsAsWritten;
import io.preflightguard.hudi.write.StoredRows;
import io.preflightguard.hudi.write.UpsertOptions;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.spark.sample.DrawnKeys;
import io.preflightguard.spark.sample.EncodedRow;
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
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What an insert or upsert will make of its rows: a task for each file group. */
final class UpsertSteps {

    static final String TASKS = "upsert: tasks and file groups";

    /** The table version that the first releases of the line 1.0 wrote. */
    private static final int FIRST_OF_V1 = 7;

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
        try {
            Outcome.Skipped skipped = skipped();
            return List.of(skipped == null ? judged(plan()) : new CheckResult(TASKS, skipped));
        } catch (UnknownKeysException unknown) {
            return List.of(new CheckResult(TASKS, notPossible(String.valueOf(unknown.getMessage()))));
        } catch (TableTooLargeException large) {
            return List.of(new CheckResult(
                    TASKS,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE, String.valueOf(large.getMessage()), large.wayOut())));
        }
    }

    private static Outcome.Skipped notPossible(String why) {
        return new Outcome.Skipped(
                Outcome.SkipReason.NOT_POSSIBLE, why, "Watch the tasks of the write stage in Spark's own metrics.");
    }

    CheckResult judged(UpsertPlan plan) throws Exception {
        return UpsertRules.judge(TASKS, plan, written(), request.config());
    }

    private Outcome.@Nullable Skipped skipped() throws IOException {
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
            return notPossible(unknown + ", so the tasks of the write are not known");
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
        return isSpeltAlike()
                ? null
                : notPossible(
                        "how Hudi spells these keys or paths is not known, so where they are in the table is not");
    }

    /** Whether the guard spells what decides on file groups as Hudi does. */
    private boolean isSpeltAlike() throws IOException {
        boolean isEmpty = table.slices().isEmpty() || !options.addsToFiles();
        KeySpelling spelling = new KeySpelling(
                write, request.columns(), request.options(), table.properties(), ComplexKeys.nameTheirOnlyField());
        boolean needsKeys = options.isBucketed() || (options.looksUpKeys() && !isEmpty);
        return (isEmpty || spelling.isOfPathsKnown()) && (!needsKeys || spelling.isOfKeysKnown());
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
        Dataset<Row> stored = StoredRows.of(request.frame(), write);
        EncodedRow row = ParquetRowBytes.encode(stored, options.codec(), request.config());
        RowWeight weight = new RowWeight(
                options.files(row.inFile()),
                row.plain(),
                OpenPages.columns(stored.schema()),
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
        return WrittenVersion.current() < FIRST_OF_V1 ? HudiLine.V0 : HudiLine.V1;
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
}
