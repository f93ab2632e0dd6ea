package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Estimate;
import io.preflightguard.Measurement;
import io.preflightguard.Outcome;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RowsAsWritten;
import io.preflightguard.input.InputRules;
import io.preflightguard.schema.NullRules;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.spark.sample.FollowedKeys;
import io.preflightguard.spark.sample.InputSampler;
import io.preflightguard.spark.sample.KeyColumn;
import io.preflightguard.spark.sample.RowSample;
import io.preflightguard.spark.sample.SamplePlan;
import io.preflightguard.spark.sample.SampleRequest;
import io.preflightguard.spark.sample.Sampled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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

    /** What a launch could choose instead of the codec in effect. */
    private static final List<String> CODECS = List.of("lz4", "zstd");

    /** Of each partition that is weighed, to make Hudi's records of: 16,000 or so in all. */
    private static final int DRAWN_ROWS = 2_048;

    private final WriteRequest request;
    private final HudiWrite write;
    private final Map<String, String> requiredBy;
    private final List<String> orderingFields;
    private @Nullable SamplePlan plan;
    private @Nullable RowSample rowSample;
    private @Nullable Sampled keySamples;
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
        Sampled samples = keySamples;
        if (samples == null) {
            return null;
        }
        double confidence = samples.confidence();
        return samples.samples().stream()
                .filter(sample -> sample.role() == KeyRole.PARTITION_PATH)
                .map(sample -> KeyProfile.of(sample, confidence))
                .findFirst()
                .orElse(null);
    }

    /** What the write shuffles, as far as it is known so far. */
    WriteShuffles shuffles() {
        return new WriteShuffles(request, write, plan);
    }

    /** Counts rows that another step read. */
    void alsoRead(long rows) {
        rowsRead += rows;
    }

    List<CheckResult> inputRows() throws Exception {
        SampleRequest wanted = new SampleRequest(keyColumns(), canComputeKeys() ? weighing() : null);
        SamplePlan sampling = InputSampler.plan(request.frame(), wanted, request.config());
        plan = sampling;
        SkewSteps skew = new SkewSteps(request, shuffles());
        Sampled sampled = sampling.read(shuffles().partitions(), skew::isCertain);
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
        return new SampleRequest.Weighing(
                asWritten,
                RowsAsWritten.PATH_COLUMN,
                CODECS,
                counted,
                shuffles().areOfRecords() ? DRAWN_ROWS : 0);
    }

    private static CheckResult withPaid(CheckResult rows, String step) {
        List<Measurement> measurements = new ArrayList<>(rows.measurements());
        measurements.add(new Measurement("run for the sample, before the job runs it again", new Described(step)));
        return new CheckResult(rows.check(), rows.outcome(), measurements);
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
        return notWeighed(NULLS);
    }

    /** In place of a check that needs weighed rows, where there are none. */
    CheckResult notWeighed(String check) {
        return keySamples == null || canComputeKeys() ? new CheckResult(check, notSampled()) : noKeys(check);
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

    static CheckResult skipped(String check, Outcome.SkipReason reason, String why, String wayOut) {
        return new CheckResult(check, new Outcome.Skipped(reason, why, wayOut));
    }

    List<CheckResult> skew() {
        Sampled samples = keySamples;
        return samples == null
                ? List.of(new CheckResult(KEYS, notSampled()))
                : new SkewSteps(request, shuffles()).judge(samples, uncountable);
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

    /** Whether every column that makes keys and paths is there. */
    boolean canComputeKeys() {
        return allExist(write.recordKeys()) && allExist(write.partitionFields());
    }

    private boolean allExist(List<String> names) {
        return names.stream().allMatch(request::resolves);
    }
}
