package io.preflightguard.hudi;

import io.preflightguard.CheckResult;
import io.preflightguard.Estimate;
import io.preflightguard.Outcome;
import io.preflightguard.PreflightReport;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.contract.SchemaContract;
import io.preflightguard.hudi.table.HudiTable;
import io.preflightguard.hudi.table.HudiTypes;
import io.preflightguard.hudi.table.TableRules;
import io.preflightguard.hudi.table.TableState;
import io.preflightguard.hudi.write.HudiWrite;
import io.preflightguard.hudi.write.RowsAsWritten;
import io.preflightguard.input.InputRules;
import io.preflightguard.schema.AvroSchemas;
import io.preflightguard.schema.Baseline;
import io.preflightguard.schema.SchemaFormatException;
import io.preflightguard.schema.SchemaRules;
import io.preflightguard.schema.TableSchema;
import io.preflightguard.sizing.Fleet;
import io.preflightguard.sizing.ShuffleShape;
import io.preflightguard.sizing.SizingRules;
import io.preflightguard.skew.KeyProfile;
import io.preflightguard.skew.KeyRole;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.KeyedShuffle;
import io.preflightguard.skew.PartitionLoad;
import io.preflightguard.skew.SkewRules;
import io.preflightguard.spark.PreflightRun;
import io.preflightguard.spark.SparkContracts;
import io.preflightguard.spark.SparkSchemas;
import io.preflightguard.spark.sample.InputSampler;
import io.preflightguard.spark.sample.KeyColumn;
import io.preflightguard.spark.sample.KeySamples;
import io.preflightguard.spark.sample.RowSample;
import io.preflightguard.spark.sizing.ClusterProbe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** One check of one write: gathers evidence step by step, and has it judged. What a step finds, later ones use. */
final class TableCheck {

    private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

    /** What a launch could choose instead of the codec in effect. */
    private static final List<String> CODECS = List.of("lz4", "zstd");

    private final SparkSession spark;
    private final GuardConfig config;
    private final @Nullable SchemaContract contract;
    private final Dataset<Row> frame;
    private final Map<String, String> options;
    private final String path;
    private final SaveMode mode;
    private final String table;
    private final TableSchema columns;

    private HudiWrite write;
    private @Nullable InputSampler sampler;
    private @Nullable RowSample rowSample;
    private @Nullable KeySamples keySamples;
    private @Nullable KeyProfile pathProfile;
    private long rowsRead;

    TableCheck(
            SparkSession spark,
            GuardConfig config,
            @Nullable SchemaContract contract,
            Dataset<Row> frame,
            Map<String, String> options,
            String path,
            SaveMode mode,
            String table) {
        this.spark = spark;
        this.config = config;
        this.contract = contract;
        this.frame = frame;
        this.options = options;
        this.path = path;
        this.mode = mode;
        this.table = table;
        this.columns = SparkSchemas.read(frame.schema());
        this.write = new HudiWrite(options, Map.of());
    }

    Checked run() {
        try (PreflightRun run = PreflightRun.start(spark, config, table)) {
            run.check("schema: input against table", this::againstTable);
            run.check("schema: input against contract", this::againstContract);
            run.check("input: columns", this::inputColumns);
            run.check("input: rows", this::inputRows);
            run.check("skew: keys", this::skew);
            run.check("sizing: shuffle, memory and disk", this::sizing);
            PreflightReport report =
                    run.report(table, rowsRead, keySamples == null ? null : keySamples.inputRows(), environment());
            return new Checked(report, config, write);
        }
    }

    private List<CheckResult> againstTable() throws IOException {
        TableState state = HudiTable.look(path, hadoop());
        if (state instanceof TableState.Present present) {
            write = new HudiWrite(options, present.properties());
        }
        boolean replaces = mode == SaveMode.Overwrite && write.isReplacedByOverwrite();
        return List.of(TableRules.judge(state, columns, path, replaces), HudiTypes.judge(columns));
    }

    private List<CheckResult> againstContract() throws IOException {
        String name = "schema: input against contract";
        SchemaContract given = contract != null
                ? contract
                : config.contract()
                        .map(file -> SparkContracts.file(file, hadoop()))
                        .orElse(null);
        if (given == null) {
            return List.of(new CheckResult(
                    name,
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_CONFIGURED,
                            "no contract was given",
                            "Give one with .contract(...) or spark.guard.schema.contract.")));
        }
        try {
            TableSchema known = AvroSchemas.parse(given.load());
            TableSchema incoming = columns.without(field -> field.name().startsWith("_hoodie_"));
            return List.of(SchemaRules.judge(name + " " + given.name(), Baseline.CONTRACT, known, incoming));
        } catch (SchemaFormatException unreadable) {
            throw new IOException(
                    "contract " + given.name() + " cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    private List<CheckResult> inputColumns() {
        Map<String, String> missing = new TreeMap<>();
        // Hudi matches names exactly, where Spark does not mind their case.
        write.recordKeys().stream()
                .filter(name -> !columns.has(name))
                .forEach(name -> missing.put(name, HudiWrite.RECORD_KEY));
        write.partitionFields().stream()
                .filter(name -> !columns.has(name))
                .forEach(name -> missing.put(name, HudiWrite.PARTITION_PATH));
        config.keyColumns().stream()
                .filter(name -> !exists(name))
                .forEach(name -> missing.put(name, "spark.guard.skew.key-columns"));
        return List.of(InputRules.columns(columns, missing, config));
    }

    private List<CheckResult> inputRows() throws Exception {
        sampler = InputSampler.of(frame, config);
        keySamples = sampler.keys(keyColumns());
        rowsRead += keySamples.rowsRead();
        if (keySamples.rowsRead() > 0 && canComputeKeys()) {
            Dataset<Row> asWritten = RowsAsWritten.withMetaColumns(frame, write);
            rowSample = sampler.rows(asWritten, RowsAsWritten.PATH_COLUMN, parallelism(), CODECS);
            rowsRead += rowSample.rowsRead();
        }
        return List.of(InputRules.rows(keySamples.inputRows(), keySamples.rowsRead()));
    }

    private List<CheckResult> skew() {
        KeySamples samples = keySamples;
        if (samples == null) {
            return List.of(new CheckResult("skew: keys", notSampled()));
        }
        RowSample rows = rowSample;
        Estimate inputRows = samples.inputRows();
        Estimate inputBytes = rows == null || inputRows == null
                ? null
                : inputRows.times(rows.bytes().raw(), Unit.BYTES);
        List<CheckResult> results = new ArrayList<>();
        for (KeySample sample : samples.samples()) {
            KeyProfile profile = KeyProfile.of(sample, config.confidence());
            if (sample.role() == KeyRole.PARTITION_PATH) {
                pathProfile = profile;
            }
            results.add(SkewRules.judge(profile, shuffleBy(sample.role()), inputBytes, config));
        }
        if (!write.partitionFields().isEmpty() && !write.hasPlainPath()) {
            results.add(new CheckResult(
                    "skew: partition path " + String.join(",", write.partitionFields()),
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            "the key generator makes paths that the guard cannot compute",
                            "Name the columns in spark.guard.skew.key-columns to check them as they are.")));
        }
        return results.isEmpty()
                ? List.of(new CheckResult(
                        "skew: keys",
                        new Outcome.Skipped(
                                Outcome.SkipReason.NOT_APPLICABLE,
                                "the write names no key column that the guard can compute",
                                "Name columns with spark.guard.skew.key-columns.")))
                : results;
    }

    private List<CheckResult> sizing() {
        RowSample rows = rowSample;
        KeySamples samples = keySamples;
        if (rows == null || samples == null) {
            return List.of(new CheckResult("sizing: shuffle, memory and disk", notSampled()));
        }
        Estimate inputRows = samples.inputRows();
        if (inputRows == null) {
            return List.of(new CheckResult(
                    "sizing: shuffle, memory and disk",
                    new Outcome.Skipped(
                            Outcome.SkipReason.UNDECIDED,
                            "the input's partitions were too long to read to their ends, so its rows are not known",
                            "Raise spark.guard.sample.max-rows, or read splittable files such as Parquet.")));
        }
        Fleet fleet = ClusterProbe.fleet(spark, config, rows.leastFreeDisk());
        String unknown = write.unknown();
        if (unknown != null) {
            return List.of(new CheckResult(
                    "sizing: shuffle, memory and disk",
                    new Outcome.Skipped(
                            Outcome.SkipReason.NOT_POSSIBLE,
                            unknown + ", so its shuffles are not known",
                            "Watch local disk and spill in Spark's own metrics.")));
        }
        ShuffleShape shape = write.shape(parallelism());
        KeyProfile profile = pathProfile;
        Estimate largestToMean =
                profile != null && write.shufflesByPath() && profile.sample().rows() > 0
                        ? PartitionLoad.predict(profile, parallelism()).largestToMean()
                        : Estimate.exact(1, Unit.RATIO);
        return List.of(SizingRules.judge(
                inputRows,
                rows.bytes(),
                shape,
                largestToMean,
                fleet,
                Stream.of(SHUFFLE_PARTITIONS, write.parallelismOption())
                        .distinct()
                        .toList(),
                config));
    }

    private static Outcome notSampled() {
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
        for (String column : config.keyColumns()) {
            if (exists(column)) {
                keys.add(KeyColumn.of(KeyRole.KEY_COLUMN, List.of(column)));
            }
        }
        return keys;
    }

    private KeyedShuffle shuffleBy(KeyRole role) {
        if (role == KeyRole.KEY_COLUMN) {
            int partitions = Integer.parseInt(spark.conf().get(SHUFFLE_PARTITIONS));
            return new KeyedShuffle(partitions, true, SHUFFLE_PARTITIONS);
        }
        // Hudi combines rows of one record key before it shuffles them, so a hot one sends a row a task.
        boolean happens = role == KeyRole.PARTITION_PATH && write.shufflesByPath();
        return new KeyedShuffle(parallelism(), happens, write.parallelismOption());
    }

    /** How many partitions the write's shuffles have: as stated, else as each line of Hudi falls back. */
    private int parallelism() {
        int stated = write.statedParallelism();
        if (stated > 0) {
            return stated;
        }
        int ofSpark = Integer.parseInt(spark.conf().get(SHUFFLE_PARTITIONS));
        if (write.parallelismOption().equals(SHUFFLE_PARTITIONS)) {
            return ofSpark;
        }
        if (write.isBulkInsert()) {
            return Math.max(1, spark.sparkContext().defaultParallelism());
        }
        boolean olderHudi = HudiTable.hudiVersion().startsWith("0.");
        if (!olderHudi && spark.conf().getAll().contains(SHUFFLE_PARTITIONS)) {
            return ofSpark;
        }
        return Math.max(1, keySamples == null ? 1 : keySamples.inputPartitions());
    }

    private boolean canComputeKeys() {
        return allExist(write.recordKeys()) && allExist(write.partitionFields());
    }

    private boolean allExist(List<String> names) {
        return names.stream().allMatch(this::exists);
    }

    /** Whether Spark resolves the name, nested fields and case included. */
    private boolean exists(String name) {
        try {
            frame.select(name);
            return true;
        } catch (Exception unresolved) { // AnalysisException, which Scala does not declare
            return false;
        }
    }

    private Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("Spark", spark.version());
        environment.put("Hudi", HudiTable.hudiVersion());
        return environment;
    }
}
