package io.preflightguard.config;

import io.preflightguard.Mode;
import io.preflightguard.fleet.WorkerType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every knob of the guard. A value is taken from the builder, else from the Spark configuration, else from the default
 * stated here. A key that starts with {@code spark.guard.} and is not known is an error that names the nearest known
 * one. Immutable and thread-safe.
 */
public final class GuardConfig {

    /** What every key starts with. */
    public static final String PREFIX = "spark.guard.";

    private static final ConfigKey<Mode> MODE = new ConfigKey<>(
            "spark.guard.mode",
            "enforce",
            "What the guard does with what it finds: enforce, warn, dry-run or off.",
            text -> Parsers.constant(Mode.class, text));
    private static final ConfigKey<OnError> ON_ERROR = new ConfigKey<>(
            "spark.guard.on-error",
            "continue",
            "What a failure inside the guard does to the write: continue or block.",
            text -> Parsers.constant(OnError.class, text));
    private static final ConfigKey<Repair> REPAIR = new ConfigKey<>(
            "spark.guard.repair",
            "off",
            "Whether a guarded write applies remedies itself: off or apply.",
            text -> Parsers.constant(Repair.class, text));
    private static final ConfigKey<Duration> TIME_BUDGET = new ConfigKey<>(
            "spark.guard.time-budget", "60s", "The most wall time the whole preflight may take.", Parsers::time);
    private static final ConfigKey<Double> CONFIDENCE = new ConfigKey<>(
            "spark.guard.confidence",
            "0.95",
            "The confidence of every sampled interval, between 0 and 1; a product of two has less.",
            Parsers::fraction);
    private static final ConfigKey<RuleSettings> RULES = new ConfigKey<>(
            "spark.guard.rules",
            "",
            "Severities that differ from the guard's own, comma-separated: `TYPE_WIDENED=warn`, or for some subjects only"
                    + " `FIELD_REMOVED@legacy.*=off`; fail, warn, info or off.",
            RuleSettings::parse);
    private static final ConfigKey<Long> SEED = new ConfigKey<>(
            "spark.guard.seed",
            "42",
            "The seed of every random choice; the same seed draws the same sample.",
            Parsers::wholeNumber);
    private static final ConfigKey<ReportKeys> REPORT_KEYS = new ConfigKey<>(
            "spark.guard.report.keys",
            "show-partition-paths",
            "How a report names keys: show their values, show-partition-paths only, hash (a keyed digest, the same in every"
                    + " run) or hide (by rank).",
            text -> Parsers.constant(ReportKeys.class, text));
    private static final ConfigKey<String> HASH_KEY = new ConfigKey<>(
            "spark.guard.report.hash-key",
            null,
            "The secret of `spark.guard.report.keys=hash`. Without one the digest's key is known to everybody, so short or"
                    + " common values can be found by trying. Set it in code, or add it to `spark.redaction.regex`:"
                    + " Spark's UI shows its configuration.",
            Parsers::secret);
    private static final ConfigKey<Integer> SAMPLE_PARTITIONS = new ConfigKey<>(
            "spark.guard.sample.max-partitions",
            "32",
            "How many input partitions the sample reads at most, where it does not count every row.",
            Parsers::positiveInt);
    private static final ConfigKey<Long> SAMPLE_ROWS = new ConfigKey<>(
            "spark.guard.sample.max-rows",
            "16000000",
            "How many rows the key sample reads at most, over all partitions.",
            Parsers::positiveLong);
    private static final ConfigKey<Long> SAMPLE_EXACT = new ConfigKey<>(
            "spark.guard.sample.exact-bytes",
            "64m",
            "Compressed bytes of the key columns up to which every row is counted instead of a sample, if the input is"
                    + " Parquet or a filled cache of no more than max-rows rows; 0 always samples.",
            Parsers::size);
    private static final ConfigKey<Boolean> SAMPLE_SHUFFLE = new ConfigKey<>(
            "spark.guard.sample.allow-shuffle",
            "false",
            "Whether the sample may run the shuffle that an input comes out of, once more than the job itself does.",
            Parsers::trueOrFalse);
    private static final ConfigKey<Double> SKEW_RATIO = new ConfigKey<>(
            "spark.guard.skew.max-ratio",
            "5", // Spark's own spark.sql.adaptive.skewJoin.skewedPartitionFactor
            "The most the largest task of a shuffle may carry, as a multiple of the mean.",
            text -> Parsers.above(1, text));
    private static final ConfigKey<Double> SKEW_SHARE = new ConfigKey<>(
            "spark.guard.skew.max-share",
            null,
            "The most of all rows that one key may have, between 0 and 1; not judged unless set.",
            Parsers::fraction);
    private static final ConfigKey<Double> JOIN_GROWTH = new ConfigKey<>(
            "spark.guard.skew.max-join-growth",
            "10",
            "The most rows that one key of a join may make, as a multiple of the rows of both sides together.",
            text -> Parsers.above(0, text));
    private static final ConfigKey<OnSkew> ON_SKEW = new ConfigKey<>(
            "spark.guard.skew.on-violation",
            "fail",
            "What a guarded write does about skew: fail, salt (spread the rows first, refuse if that cannot be done) or warn.",
            text -> Parsers.constant(OnSkew.class, text));
    private static final ConfigKey<Long> SKEW_TASK_SIZE = new ConfigKey<>(
            "spark.guard.skew.min-task-size",
            "256m", // Spark's own spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes
            "Uncompressed bytes below which the largest task is too small for skew to matter.",
            Parsers::size);
    private static final ConfigKey<List<String>> KEY_COLUMNS = new ConfigKey<>(
            "spark.guard.skew.key-columns",
            "",
            "Further columns to check for skew, comma-separated: what the job joins or groups by.",
            Parsers::names);
    private static final ConfigKey<String> CONTRACT = new ConfigKey<>(
            "spark.guard.schema.contract",
            null,
            "An Avro schema file that the input must fit: a path on the driver, or a URI such as s3://bucket/flights.avsc.",
            text -> text);
    private static final ConfigKey<Integer> MAX_COLUMNS = new ConfigKey<>(
            "spark.guard.input.max-columns",
            "1000",
            "How many columns, nested ones included, an input may have before it is called wide.",
            Parsers::positiveInt);
    private static final ConfigKey<Double> DISK_USE = new ConfigKey<>(
            "spark.guard.sizing.max-disk-use",
            "0.8",
            "The share of a worker's free local disk that shuffle and spill may fill.",
            Parsers::fraction);
    private static final ConfigKey<Integer> WORKERS = new ConfigKey<>(
            "spark.guard.fleet.workers",
            null,
            "How many workers (executors) run tasks, if not as Spark says.",
            Parsers::positiveInt);
    private static final ConfigKey<Integer> CORES = new ConfigKey<>(
            "spark.guard.fleet.cores-per-worker",
            null,
            "Task slots per worker, if not as Spark says.",
            Parsers::positiveInt);
    private static final ConfigKey<Long> MEMORY = new ConfigKey<>(
            "spark.guard.fleet.memory-per-worker",
            null,
            "Executor heap per worker, if not as Spark says.",
            Parsers::size);
    private static final ConfigKey<Long> FREE_DISK = new ConfigKey<>(
            "spark.guard.fleet.free-disk-per-worker",
            null,
            "Free local disk per worker (executor), if not as seen. Where several executors share a disk, state each one's part.",
            Parsers::size);
    private static final ConfigKey<String> WORKER_TYPE = new ConfigKey<>(
            "spark.guard.fleet.worker-type",
            null,
            "The AWS Glue worker type to judge for, such as G.1X: its cores, heap and free disk count where this machine's"
                    + " would, as on a laptop or in CI, and its free disk where a cluster's cannot be seen.",
            text -> WorkerType.named(text).name());

    private static final List<ConfigKey<?>> KEYS = List.of(
            CONFIDENCE,
            CORES,
            FREE_DISK,
            MEMORY,
            WORKERS,
            WORKER_TYPE,
            MAX_COLUMNS,
            MODE,
            ON_ERROR,
            REPAIR,
            REPORT_KEYS,
            HASH_KEY,
            SAMPLE_EXACT,
            SAMPLE_PARTITIONS,
            SAMPLE_SHUFFLE,
            SAMPLE_ROWS,
            RULES,
            CONTRACT,
            SEED,
            DISK_USE,
            KEY_COLUMNS,
            SKEW_RATIO,
            SKEW_SHARE,
            JOIN_GROWTH,
            ON_SKEW,
            SKEW_TASK_SIZE,
            TIME_BUDGET);

    private final Map<String, Object> values;

    private GuardConfig(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Resolves every knob.
     *
     * @param sparkConf the Spark configuration; keys without {@link #PREFIX} are ignored
     * @param overrides what the builder was told; wins over {@code sparkConf}, and every key must be known
     * @throws GuardConfigException naming every unknown key and every value that cannot be read
     */
    public static GuardConfig of(Map<String, String> sparkConf, Map<String, String> overrides) {
        Map<String, String> texts = new TreeMap<>();
        sparkConf.forEach((key, text) -> {
            if (key.startsWith(PREFIX)) {
                texts.put(key, text);
            }
        });
        texts.putAll(overrides);

        List<String> problems = new ArrayList<>();
        texts.keySet().stream().filter(key -> find(key) == null).forEach(key -> problems.add(unknown(key)));
        Map<String, Object> values = new HashMap<>();
        for (ConfigKey<?> key : KEYS) {
            String text = texts.getOrDefault(key.name(), key.defaultText());
            if (text != null) {
                try {
                    values.put(key.name(), key.parser().apply(text));
                } catch (IllegalArgumentException unreadable) {
                    String shown = key.equals(HASH_KEY) ? "***" : text;
                    problems.add(key.name() + "=" + shown + ": " + unreadable.getMessage());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new GuardConfigException(problems);
        }
        return new GuardConfig(values);
    }

    /** Every knob at its default. */
    public static GuardConfig defaults() {
        return of(Map.of(), Map.of());
    }

    /** What the guard does with what it finds. Default {@link Mode#ENFORCE}. */
    public Mode mode() {
        return get(MODE);
    }

    /** What a failure inside the guard does to the write. Default {@link OnError#CONTINUE}. */
    public OnError onError() {
        return get(ON_ERROR);
    }

    /** Whether a guarded write applies remedies itself. Default {@link Repair#OFF}. */
    public Repair repair() {
        return get(REPAIR);
    }

    /** The most wall time the whole preflight may take. Default 60 seconds. */
    public Duration timeBudget() {
        return get(TIME_BUDGET);
    }

    /** The confidence of every interval, in (0, 1). Default 0.95. */
    public double confidence() {
        return get(CONFIDENCE);
    }

    /** The seed of every random choice. Default 42. */
    public long seed() {
        return get(SEED);
    }

    /** How a report names keys. Default {@link ReportKeys#SHOW_PARTITION_PATHS}. */
    public ReportKeys reportKeys() {
        return get(REPORT_KEYS);
    }

    /** The secret that digests of keys are made with, if set. Never for a report or a log. */
    public Optional<String> reportHashKey() {
        return getOptional(HASH_KEY);
    }

    /** How much rules matter here, where that differs from the guard's own view. Default none. */
    public RuleSettings rules() {
        return get(RULES);
    }

    /** How many input partitions the sample reads at most. Default 32. */
    public int sampleMaxPartitions() {
        return get(SAMPLE_PARTITIONS);
    }

    /** How many rows the key sample reads at most, over all partitions. Default 16 million. */
    public long sampleMaxRows() {
        return get(SAMPLE_ROWS);
    }

    /** Compressed bytes of the key columns up to which every row is counted; 0 for never. Default 64 MiB. */
    public long sampleExactBytes() {
        return get(SAMPLE_EXACT);
    }

    /** Whether the sample may run the shuffle that an input comes out of. Default false. */
    public boolean sampleMayShuffle() {
        return get(SAMPLE_SHUFFLE);
    }

    /** The most the largest task of a shuffle may carry, as a multiple of the mean. Default 5. */
    public double skewMaxRatio() {
        return get(SKEW_RATIO);
    }

    /** The most of all rows that one key may have, in (0, 1), if it is to be judged. */
    public Optional<Double> skewMaxShare() {
        return getOptional(SKEW_SHARE);
    }

    /** The most rows that one key of a join may make, as a multiple of the rows of both sides. Default 10. */
    public double maxJoinGrowth() {
        return get(JOIN_GROWTH);
    }

    /** What a guarded write does about skew. Default {@link OnSkew#FAIL}. */
    public OnSkew onSkew() {
        return get(ON_SKEW);
    }

    /** Uncompressed bytes below which the largest task is too small for skew to matter. Default 256 MiB. */
    public long skewMinTaskSize() {
        return get(SKEW_TASK_SIZE);
    }

    /** Further columns to check for skew. Default none. */
    public List<String> keyColumns() {
        return get(KEY_COLUMNS);
    }

    /** An Avro schema file that the input must fit. Default none. */
    public Optional<String> contract() {
        return getOptional(CONTRACT);
    }

    /** How many columns an input may have before it is called wide. Default 1,000. */
    public int maxColumns() {
        return get(MAX_COLUMNS);
    }

    /** The share of a worker's free local disk that shuffle and spill may fill. Default 0.8. */
    public double maxDiskUse() {
        return get(DISK_USE);
    }

    /** How many workers run tasks, if stated. */
    public Optional<Integer> workers() {
        return getOptional(WORKERS);
    }

    /** Task slots per worker, if stated. */
    public Optional<Integer> coresPerWorker() {
        return getOptional(CORES);
    }

    /** Executor heap per worker in bytes, if stated. */
    public Optional<Long> memoryPerWorker() {
        return getOptional(MEMORY);
    }

    /** Free local disk per worker in bytes, if stated. */
    public Optional<Long> freeDiskPerWorker() {
        return getOptional(FREE_DISK);
    }

    /** The AWS Glue worker type to judge for, if stated. */
    public Optional<WorkerType> workerType() {
        return this.<String>getOptional(WORKER_TYPE).map(WorkerType::named);
    }

    /** The configuration page: one Markdown table row per knob, sorted by key. */
    public static String documentation() {
        StringBuilder page = new StringBuilder("| key | default | what it does |\n|---|---|---|\n");
        KEYS.stream().sorted(Comparator.comparing(ConfigKey::name)).forEach(key -> {
            String text = key.defaultText();
            page.append("| `")
                    .append(key.name())
                    .append("` | ")
                    .append(text == null || text.isEmpty() ? "" : "`" + text + "`")
                    .append(" | ")
                    .append(key.documentation())
                    .append(" |\n");
        });
        return page.toString();
    }

    @SuppressWarnings("unchecked") // a key's parser made the value
    private <T> T get(ConfigKey<T> key) {
        Object value = values.get(key.name());
        if (value == null) {
            throw new IllegalStateException(key.name() + " has no default");
        }
        return (T) value;
    }

    @SuppressWarnings("unchecked") // a key's parser made the value
    private <T> Optional<T> getOptional(ConfigKey<T> key) {
        return Optional.ofNullable((T) values.get(key.name()));
    }

    private static @Nullable ConfigKey<?> find(String name) {
        return KEYS.stream().filter(key -> key.name().equals(name)).findFirst().orElse(null);
    }

    private static String unknown(String name) {
        String nearest = Nearest.to(name, KEYS.stream().map(ConfigKey::name).toList());
        return name + " is not a key of the guard; the nearest is " + nearest;
    }
}
