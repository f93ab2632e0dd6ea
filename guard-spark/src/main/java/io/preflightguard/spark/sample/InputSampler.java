package io.preflightguard.spark.sample;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.RowBytes;
import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.SplitCounts;
import io.preflightguard.spark.internal.FineSplits;
import io.preflightguard.spark.internal.InputPlan;
import io.preflightguard.spark.internal.QueryExecutions;
import io.preflightguard.statistics.ClusterRatio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bounded part of an input: some of its partitions, drawn at random by a seed, and of each at most so many rows.
 * Files are split about as fine as Parquet row groups for it. Never persists anything. Nothing is read before a method
 * is called. Not thread-safe.
 */
public final class InputSampler {

    /** Partitions whose rows are serialised; rows weigh alike far more than keys spread alike. */
    private static final int MEASURED_PARTITIONS = 8;

    /** A finer cut of a large input would cost more to plan than it tells. */
    private static final long MOST_SPLITS = 10_000;

    private static final long SMALLEST_SPLIT = 16L << 10;
    private static final long DEFAULT_SPLIT = 8L << 20;

    private final Dataset<Row> frame;
    private final GuardConfig config;
    private final @Nullable ParquetFooters footers;
    private final boolean keepsRows;

    /** Of the partitions that were counted, those that had rows; empty before anything was. */
    private int[] occupied = {};

    private int countedPartitions;

    /**
     * @param footers the footers of the input's files, or null if they are not Parquet
     * @param keepsRows whether the frame has exactly the rows of its files
     */
    private InputSampler(Dataset<Row> frame, GuardConfig config, @Nullable ParquetFooters footers, boolean keepsRows) {
        this.frame = frame;
        this.config = config;
        this.footers = footers;
        this.keepsRows = keepsRows;
    }

    /**
     * Looks at the frame's plan, and at the footers of its files if they are Parquet.
     *
     * @throws UnreadableInputException if rows can only be had by running a shuffle first
     */
    public static InputSampler of(Dataset<Row> frame, GuardConfig config)
            throws UnreadableInputException, IOException, InterruptedException {
        InputPlan plan = InputPlan.of(frame);
        String shuffle = plan.shuffle().orElse(null);
        if (shuffle != null) {
            throw new UnreadableInputException(
                    "the input's rows come out of a shuffle (" + shuffle
                            + "), and sampling them would cost the whole of it",
                    "Put the guard before that step, or write its result to files or a filled cache first.");
        }
        ParquetFooters footers = plan.readsParquet()
                ? ParquetFooters.read(
                        frame.inputFiles(), frame.sparkSession().sparkContext().hadoopConfiguration(), config.seed())
                : null;
        return new InputSampler(frame, config, footers, plan.isWholeParquet());
    }

    /** Counts keys, all in one Spark job. */
    public KeySamples keys(List<KeyColumn> keys) {
        Column[] columns =
                keys.stream().flatMap(key -> Stream.of(key.text(), key.hash())).toArray(Column[]::new);
        JavaRDD<InternalRow> rows = FineSplits.rows(frame.select(columns), splitBytes());
        Splits splits = Splits.of(rows, footers);
        int[] chosen = splits.draw(config.sampleMaxPartitions(), config.seed());
        long perSplit = Math.max(1, config.sampleMaxRows() / Math.max(1, chosen.length));
        List<Counted> counted = run(Counted.class, rows.mapPartitions(new KeyCounter(keys.size(), perSplit)), chosen);

        countedPartitions = rows.getNumPartitions();
        occupied = IntStream.range(0, chosen.length)
                .filter(i -> counted.get(i).rows() > 0)
                .map(i -> chosen[i])
                .toArray();
        boolean truncated = counted.stream().anyMatch(Counted::truncated);
        List<KeySample> samples = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            int key = i;
            List<SplitCounts> counts =
                    counted.stream().map(split -> split.keys().get(key)).toList();
            samples.add(new KeySample(keys.get(i).role(), keys.get(i).name(), counts, splits.count(), truncated));
        }
        long read = counted.stream().mapToLong(Counted::rows).sum();
        return new KeySamples(
                samples,
                read,
                inputRows(counted, splits, chosen, truncated),
                QueryExecutions.rows(frame).getNumPartitions(),
                QueryExecutions.plannedPartitions(frame));
    }

    /**
     * Measures what rows weigh in a shuffle, in one Spark job.
     *
     * @param shuffled the frame as the write shuffles it: what is added before the shuffle must be in it
     * @param key the string column by which rows go to reducers, or null if they go in order of arrival
     * @param reducers how many reducers there are
     * @param codecs codecs to try besides the one in effect, by short name
     * @param required the paths of fields whose nulls to count; what the frame does not have is left out
     * @throws UnreadableInputException if no row was found in the partitions that were read
     */
    public RowSample rows(
            Dataset<Row> shuffled, @Nullable String key, int reducers, List<String> codecs, List<String> required)
            throws UnreadableInputException {
        List<NullProbe> probes = required.stream()
                .flatMap(path -> NullProbe.of(path, shuffled.schema()).stream())
                .toList();
        JavaRDD<InternalRow> rows = FineSplits.rows(shuffled, splitBytes());
        int[] chosen = measured(rows.getNumPartitions(), Splits.of(rows, footers));
        int ordinal = key == null ? -1 : shuffled.schema().fieldIndex(key);
        List<Measured> measured = run(
                        Measured.class,
                        rows.mapPartitions(new RowMeasure(shuffled.schema(), ordinal, reducers, codecs, probes)),
                        chosen)
                .stream()
                .filter(split -> split.rows() > 0)
                .toList();
        if (measured.isEmpty()) {
            throw new UnreadableInputException(
                    "no row was found in the " + chosen.length + " input partitions that were read",
                    "Check whether the input is empty.");
        }
        Map<String, Estimate> compressed = new TreeMap<>();
        for (String codec : measured.get(0).compressedBytes().keySet()) {
            compressed.put(
                    codec, perRow(measured, split -> split.compressedBytes().getOrDefault(codec, 0L)));
        }
        OptionalLong leastFree = measured.stream()
                .mapToLong(Measured::freeDisk)
                .filter(bytes -> bytes >= 0)
                .min();
        return new RowSample(
                new RowBytes(
                        perRow(measured, Measured::rawBytes), measured.get(0).codec(), compressed),
                measured.stream().mapToLong(Measured::rows).sum(),
                leastFree,
                nulls(probes, measured));
    }

    private static Map<String, Long> nulls(List<NullProbe> probes, List<Measured> measured) {
        Map<String, Long> nulls = new LinkedHashMap<>();
        for (int i = 0; i < probes.size(); i++) {
            int probe = i;
            nulls.put(
                    probes.get(i).path(),
                    measured.stream()
                            .mapToLong(split -> split.nulls().get(probe))
                            .sum());
        }
        return nulls;
    }

    /** Among the partitions that are known to have rows, where the frame is cut the same way. */
    private int[] measured(int partitions, Splits splits) {
        if (occupied.length > 0 && partitions == countedPartitions) {
            return Arrays.stream(SplitChoice.draw(occupied.length, MEASURED_PARTITIONS, config.seed() + 1))
                    .map(drawn -> occupied[drawn])
                    .toArray();
        }
        return splits.draw(MEASURED_PARTITIONS, config.seed() + 1);
    }

    private Estimate perRow(List<Measured> splits, ToDoubleFunction<Measured> bytes) {
        return ClusterRatio.estimate(
                splits.stream().mapToDouble(bytes).toArray(),
                splits.stream().mapToDouble(Measured::rows).toArray(),
                config.confidence(),
                Unit.BYTES);
    }

    private @Nullable Estimate inputRows(List<Counted> counted, Splits splits, int[] chosen, boolean truncated) {
        if (footers != null && keepsRows && footers.isComplete()) {
            return Estimate.exact(footers.rows(), Unit.COUNT);
        }
        double[] rows = counted.stream().mapToDouble(Counted::rows).toArray();
        double read = Arrays.stream(rows).sum();
        if (chosen.length == splits.count() && !truncated) {
            return Estimate.exact(read, Unit.COUNT);
        }
        if (truncated || read == 0) {
            // What was not read may hold any number of rows.
            return null;
        }
        // Rows that come out grow with the rows that go in, where those are known; else partitions count alike.
        Estimate all = ClusterRatio.estimate(rows, splits.weights(chosen), config.confidence(), Unit.COUNT)
                .times(splits.weight(), Unit.COUNT);
        double low = Math.min(all.value(), Math.max(read, all.low()));
        return new Estimate(all.value(), low, all.high(), all.confidence(), Unit.COUNT);
    }

    /** About one row group a split: a smaller split would be empty, a larger one hides how row groups differ. */
    private long splitBytes() {
        if (footers == null) {
            return DEFAULT_SPLIT;
        }
        long atMostSplits = (long) Math.ceil(footers.bytes() / MOST_SPLITS);
        long smallest = footers.isComplete() ? SMALLEST_SPLIT : DEFAULT_SPLIT;
        return Math.max(Math.max(smallest, footers.largestRowGroupBytes()), atMostSplits);
    }

    private static <T> List<T> run(Class<T> type, JavaRDD<byte[]> tasks, int[] partitions) {
        List<T> results = new ArrayList<>();
        if (partitions.length > 0) {
            for (List<byte[]> partition : tasks.collectPartitions(partitions)) {
                partition.forEach(bytes -> results.add(Wire.read(type, bytes)));
            }
        }
        return results;
    }
}
