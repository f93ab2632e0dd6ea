package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Estimate;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RowsAsWritten;
import io.preflightguard.input.InputRules;
import io.preflightguard.schema.NullRules;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.sizing.SettingRules;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.sizing.SizingMeasurements;
import io.preflightguard.sizing.SizingRules;
import io.preflightguard.sizing.WriteConditions;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.KeyedShuffle;
import io.preflightguard.skew.ShuffleConsumer;
import io.preflightguard.skew.SkewRules;
import io.preflightguard.skew.TaskResources;
import io.preflightguard.spark.sample.FollowedKeys;
import io.preflightguard.spark.sample.InputSampler;
import io.preflightguard.spark.sample.KeyColumn;
import io.preflightguard.spark.sample.RowSample;
import io.preflightguard.spark.sample.SamplePlan;
import io.preflightguard.spark.sample.SampleRequest;
import io.preflightguard.spark.sample.Sampled;
import io.preflightguard.spark.sizing.ClusterProbe;
import io.preflightguard.spark.sizing.JoinProbe;
import io.preflightguard.spark.sizing.SessionSettings;
import io.preflightguard.spark.sizing.ShuffleActuals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What can be told from a sample of the rows. The first step reads it; what it finds, the others use. */
final class SampleSteps {

    static final String ROWS = "input: rows";
    static final String NULLS = "schema: nulls in required fields";
    static final String KEYS = "skew: keys";
    static final String SIZING = SizingMeasurements.CHECK;

    /** What a launch could choose instead of the codec in effect. */
    private static final List<String> CODECS = List.of("lz4", "zstd");

    private final WriteRequest request;
    private final HudiWrite write;
    private final Map<String, String> requiredBy;
    private final List<String> orderingFields;
    private @Nullable SamplePlan plan;
    private @Nullable RowSample rowSample;
    private @Nullable Sampled keySamples;
    private @Nullable KeyProfile pathProfile;
    private final List<String> uncountable = new ArrayList<>();
    private long rowsRead;

    /**
     * @param requiredBy who requires a value, by the paths whose nulls are to be counted
     * @param orderingFields further paths whose nulls are to be counted
     */
    SampleSteps(WriteRequest request, HudiWrite write, Map<String, String> requiredBy, List<String> orderingFields) {
        this.request = request;
        this.write = write;
        this.requiredBy = new TreeMap<>(requiredBy);
        this.orderingFields = List.copyOf(orderingFields);
    }

    /** Rows that were read so far, over all jobs. */
    long rowsRead() {
        return rowsRead;
    }

    /** Rows of the input, or null if not known. */
    @Nullable
    Estimate knownRows() {
        return keySamples == null ? null : keySamples.inputRows();
    }

    /** What rows weigh, or null if none were weighed. */
    @Nullable
    RowSample rowSample() {
        return rowSample;
    }

    /** The shares of the partition paths, or null if they cannot be computed or were not counted. */
    @Nullable
    KeyProfile pathProfile() {
        return pathProfile;
    }

    /** Counts rows that another step read. */
    void alsoRead(long rows) {
        rowsRead += rows;
    }

    List<CheckResult> inputRows() throws Exception {
        SampleRequest wanted = new SampleRequest(keyColumns(), canComputeKeys() ? weighing() : null);
        SamplePlan sampling = InputSampler.plan(request.frame(), wanted, request.config());
        plan = sampling;
        Sampled sampled = sampling.read(partitions(), this::isCertain);
        keySamples = sampled;
        rowSample = sampled.rows();
        rowsRead += sampled.rowReads();
        CheckResult rows = InputRules.rows(sampled.inputRows(), sampled.rowsRead());
        return List.of(sampling.paidShuffle().map(step -> withPaid(rows, step)).orElse(rows));
    }

    private SampleRequest.Weighing weighing() {
        Dataset<Row> asWritten = RowsAsWritten.withMetaColumns(request.frame(), write);
        List<String> counted = Stream.concat(requiredBy.keySet().stream(), orderingFields.stream())
                .distinct()
                .toList();
        return new SampleRequest.Weighing(asWritten, RowsAsWritten.PATH_COLUMN, CODECS, counted);
    }

    private static CheckResult withPaid(CheckResult rows, String step) {
        List<Measurement> measurements = new ArrayList<>(rows.measurements());
        measurements.add(new Measurement("run for the sample, before the job runs it again", new Described(step)));
        return new CheckResult(rows.check(), rows.outcome(), measurements);
    }

    /** Whether more of the same would not change what is said of the keys. */
    private boolean isCertain(Sampled sampled) {
        return sampled.samples().stream()
                .allMatch(sample -> SkewRules.isDecided(
                        KeyProfile.of(sample, sampled.confidence()),
                        shuffleBy(sample.role()),
                        inputBytes(sampled),
                        taskResources(),
                        request.config()));
    }

    private static @Nullable Estimate inputBytes(Sampled sampled) {
        RowSample rows = sampled.rows();
        Estimate inputRows = sampled.inputRows();
        return rows == null || inputRows == null
                ? null
                : inputRows.times(rows.bytes().raw(), Unit.BYTES);
    }

    /** @param contractUnread whether what a contract requires is not known */
    List<CheckResult> nulls(boolean contractUnread) {
        return List.of(contractUnread ? contractUnread() : nulls());
    }

    private CheckResult nulls() {
        RowSample rows = rowSample;
        Map<String, Long> nulls = nullsIn(requiredBy.keySet());
        if (requiredBy.isEmpty() || (rows != null && nulls.isEmpty())) {
            return skipped(
                    NULLS,
                    Outcome.SkipReason.NOT_APPLICABLE,
                    "nothing requires a value that the input does not promise",
                    "Nothing to do.");
        }
        if (rows != null) {
            return NullRules.judge(NULLS, nulls, requiredBy, rows.rowsRead());
        }
        return keySamples == null || canComputeKeys() ? new CheckResult(NULLS, notSampled()) : noKeys(NULLS);
    }

    /** Rows with a null, by those of these paths in which they were counted. */
    Map<String, Long> nullsIn(Collection<String> paths) {
        Map<String, Long> counted = new TreeMap<>(rowSample == null ? Map.of() : rowSample.nulls());
        counted.keySet().retainAll(paths);
        return counted;
    }

    /** Rows whose nulls were counted. */
    long rowsLookedThrough() {
        return rowSample == null ? 0 : rowSample.rowsRead();
    }

    /** The record keys that were followed, or null if no row could be read. */
    @Nullable
    FollowedKeys followed() {
        return keySamples == null ? null : keySamples.followed();
    }

    private static CheckResult contractUnread() {
        return skipped(
                NULLS,
                Outcome.SkipReason.NOT_POSSIBLE,
                "the contract could not be read, so what it requires is not known",
                "Mend what the check '" + SchemaSteps.AGAINST_CONTRACT + "' names.");
    }

    private static CheckResult noKeys(String check) {
        return skipped(
                check,
                Outcome.SkipReason.NOT_POSSIBLE,
                "a key column does not exist (see the check '" + SchemaSteps.COLUMNS + "')",
                "Mend what that check names.");
    }

    private static CheckResult skipped(String check, Outcome.SkipReason reason, String why, String wayOut) {
        return new CheckResult(check, new Outcome.Skipped(reason, why, wayOut));
    }

    List<CheckResult> skew() {
        Sampled samples = keySamples;
        if (samples == null) {
            return List.of(new CheckResult(KEYS, notSampled()));
        }
        List<CheckResult> results = new ArrayList<>();
        for (KeySample sample : samples.samples()) {
            KeyProfile profile = KeyProfile.of(sample, samples.confidence());
            if (sample.role() == KeyRole.PARTITION_PATH) {
                pathProfile = profile;
            }
            results.add(SkewRules.judge(
                    profile, shuffleBy(sample.role()), inputBytes(samples), taskResources(), request.config()));
        }
        for (String column : uncountable) {
            results.add(new CheckResult(
                    "skew: key column " + column,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            "Spark cannot hash a column of its type",
                            "Name a column that the job can join or group by.")));
        }
        if (!write.partitionFields().isEmpty() && !write.hasPlainPath()) {
            results.add(new CheckResult(
                    "skew: partition path " + String.join(",", write.partitionFields()),
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            "the key generator makes paths that the guard cannot compute",
                            "Name the columns in spark.guard.skew.key-columns to check them as they are.")));
        }
        if (taskResources() == null && !results.isEmpty()) {
            results.add(coresUnknown("skew: memory of a task"));
        }
        return results.isEmpty()
                ? List.of(new CheckResult(
                        KEYS,
                        new Outcome.Skipped(
                                Outcome.SkipReason.NOT_APPLICABLE,
                                "the write names no key column that the guard can compute",
                                "Name columns with spark.guard.skew.key-columns.")))
                : results;
    }

    List<CheckResult> sizing() {
        RowSample rows = rowSample;
        Sampled samples = keySamples;
        if (rows == null && samples != null && !canComputeKeys()) {
            return List.of(noKeys(SIZING));
        }
        if (rows == null || samples == null) {
            return List.of(new CheckResult(SIZING, notSampled()));
        }
        Estimate inputRows = samples.inputRows();
        if (inputRows == null) {
            return List.of(new CheckResult(
                    SIZING,
                    new Outcome.Skipped(
                            Outcome.SkipReason.UNDECIDED,
                            "the input's partitions were too long to read to their ends, so its rows are not known",
                            "Raise spark.guard.sample.max-rows, or read splittable files such as Parquet.")));
        }
        if (taskResources() == null) {
            return List.of(coresUnknown(SIZING));
        }
        Fleet fleet = ClusterProbe.fleet(request.spark(), request.config(), rows.leastFreeDisk());
        String unknown = write.unknown();
        if (unknown != null) {
            return List.of(new CheckResult(
                    SIZING,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            unknown + ", so its shuffles are not known",
                            "Watch local disk and spill in Spark's own metrics.")));
        }
        ShuffleShape shape = shape();
        SessionSettings settings = SessionSettings.of(request.spark());
        CheckResult judged = SizingRules.judge(
                inputRows,
                rows.bytes(),
                shape,
                WriteSettings.taskSizes(write, pathProfile, partitions()),
                fleet,
                conditions(shape),
                Stream.of(WriteParallelism.SHUFFLE_PARTITIONS, write.parallelismOption())
                        .map(option -> WriteSettings.inSession(option, settings))
                        .distinct()
                        .toList(),
                request.config());
        return ShuffleActuals.mayInclude(request.frame())
                ? List.of(judged, SizingRules.inputShuffles())
                : List.of(judged);
    }

    private WriteConditions conditions(@Nullable ShuffleShape shape) {
        SessionSettings settings = SessionSettings.of(request.spark());
        return new WriteConditions(
                WriteSettings.adaptive(shape, settings),
                plan == null ? Integer.MAX_VALUE : Math.max(1, plan.inputPartitions()),
                write.persistsRows(),
                settings.shuffles());
    }

    /** Judges the session's settings for this write, as far as its shuffles are known. */
    List<CheckResult> settings() {
        SessionSettings settings = SessionSettings.of(request.spark());
        boolean known = plan != null && write.unknown() == null && canComputeKeys();
        ShuffleShape shape = known ? shape() : null;
        RowSample rows = rowSample;
        Estimate inputRows = knownRows();
        double shuffleBytes = rows == null || inputRows == null
                ? -1
                : inputRows.times(rows.bytes().effective(), Unit.BYTES).value();
        return List.of(SettingRules.judge(
                settings.inForce(),
                JoinProbe.shuffles(request.frame()),
                settings.shuffles(),
                shape,
                WriteSettings.adaptive(shape, settings), shuffleBytes));
    }

    private static CheckResult coresUnknown(String check) {
        return skipped(
                check,
                Outcome.SkipReason.NOT_POSSIBLE,
                "the cores of an executor are not known, so nor is the memory that a task has",
                "State spark.guard.fleet.cores-per-worker, or set spark.executor.cores.");
    }

    static Outcome notSampled() {
        return new Outcome.Skipped(
                Outcome.SkipReason.NOT_POSSIBLE,
                "no rows could be sampled (see the check 'input: rows')",
                "Mend what that check names.");
    }

    private List<KeyColumn> keyColumns() {
        List<KeyColumn> keys = new ArrayList<>();
        List<String> recordKeys = write.recordKeys();
        if (!recordKeys.isEmpty() && allExist(recordKeys)) {
            keys.add(KeyColumn.of(KeyRole.RECORD_KEY, recordKeys));
        }
        List<String> pathFields = write.partitionFields();
        if (!pathFields.isEmpty() && write.hasPlainPath() && allExist(pathFields)) {
            keys.add(KeyColumn.text(KeyRole.PARTITION_PATH, String.join(",", pathFields), RowsAsWritten.path(write)));
        }
        for (String column : request.config().keyColumns()) {
            if (request.resolves(column)) {
                KeyColumn key = KeyColumn.of(KeyRole.KEY_COLUMN, List.of(column));
                if (request.computes(key.text(), key.hash())) {
                    keys.add(key);
                } else {
                    uncountable.add(column);
                }
            }
        }
        return keys;
    }

    private KeyedShuffle shuffleBy(KeyRole role) {
        if (role == KeyRole.KEY_COLUMN) {
            int partitions = Integer.parseInt(request.spark().conf().get(WriteParallelism.SHUFFLE_PARTITIONS));
            return new KeyedShuffle(partitions, true, WriteParallelism.SHUFFLE_PARTITIONS);
        }
        // Hudi combines rows of one record key before it shuffles them, so a hot one sends a row a task.
        boolean happens = role == KeyRole.PARTITION_PATH && write.shufflesByPath();
        ShuffleShape shape = happens ? write.shape(partitions()) : null;
        return new KeyedShuffle(
                partitions(),
                happens,
                write.parallelismOption(),
                shape != null && shape.buffers() ? ShuffleConsumer.SPILLS : ShuffleConsumer.STREAMS,
                !write.recordKeys().isEmpty());
    }

    private @Nullable TaskResources taskResources() {
        if (!ClusterProbe.knowsCores(request.spark(), request.config())) {
            return null;
        }
        // Skew does not ask for disk, which no task may have seen.
        Fleet fleet = ClusterProbe.fleet(request.spark(), request.config(), OptionalLong.of(0));
        return new TaskResources(fleet.executionMemoryPerTask(), fleet.slots());
    }

    private @Nullable ShuffleShape shape() {
        ShuffleShape shape = shapeByOptions();
        return shape == null
                ? null
                : shape.withSetBy(WriteSettings.inSession(shape.setBy(), SessionSettings.of(request.spark())));
    }

    private @Nullable ShuffleShape shapeByOptions() {
        ShuffleShape shape = write.shape(partitions());
        boolean shuffles = shape != null && shape.volume().high() > 0;
        // Without a shuffle Hudi coalesces the input's partitions, which never makes more of them.
        return shuffles || plan == null ? shape : write.shape(Math.max(1, Math.min(partitions(), plan.inputPartitions())));
    }

    private int partitions() {
        return WriteParallelism.of(
                write,
                request.spark(),
                plan == null ? 1 : plan.inputPartitions(),
                plan == null ? 0 : plan.plannedPartitions());
    }

    private boolean canComputeKeys() {
        return allExist(write.recordKeys()) && allExist(write.partitionFields());
    }

    private boolean allExist(List<String> names) {
        return names.stream().allMatch(request::resolves);
    }
}
