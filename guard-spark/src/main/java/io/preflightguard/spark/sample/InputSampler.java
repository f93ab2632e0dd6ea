package io.preflightguard.spark.sample;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.InputPartitions;
import io.preflightguard.spark.internal.FilePieces;
import io.preflightguard.spark.internal.FineSplits;
import io.preflightguard.spark.internal.InputPlan;
import io.preflightguard.spark.internal.QueryExecutions;
import io.preflightguard.spark.parquet.ParquetFooters;
import java.io.IOException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Decides how an input is sampled, before any of its rows is read.
 *
 * <ul>
 *   <li>Exact where that is cheap: every row's keys are counted if the input is whole Parquet whose key columns fit
 *       {@code spark.guard.sample.exact-bytes}, or a filled cache, of no more than {@code spark.guard.sample.max-rows} rows.
 *   <li>Else a bounded part: partitions drawn at random by a seed, files split about as fine as Parquet row groups.
 *   <li>Refused where rows come out of a shuffle, unless {@code spark.guard.sample.allow-shuffle} is set.
 * </ul>
 *
 * <p>Never persists anything.
 */
public final class InputSampler {

    /** A finer cut of a large input would cost more to plan than it tells. */
    private static final int MOST_SPLITS = 10_000;

    private static final long SMALLEST_SPLIT = 16L << 10;

    /** Files whose footers were not read may have larger row groups than those that were. */
    private static final long SMALLEST_SPLIT_UNSEEN = 1L << 20;

    private static final long DEFAULT_SPLIT = 8L << 20;

    /** The session's own split size: every split is read, so a finer cut would only mean more tasks. */
    private static final long AS_THE_SESSION = Long.MAX_VALUE;

    private InputSampler() {}

    /**
     * Looks at the frame's plan, and at the footers of its files if they are Parquet. Runs no job, but what adaptive
     * execution runs while it plans: a broadcast, or a shuffle that is allowed.
     *
     * @throws UnreadableInputException if rows can only be had by running a shuffle first, and that is not allowed
     */
    public static SamplePlan plan(Dataset<Row> frame, SampleRequest request, GuardConfig config)
            throws UnreadableInputException, IOException, InterruptedException {
        InputPlan input = InputPlan.of(frame);
        String shuffle = input.shuffle().orElse(null);
        if (shuffle != null) {
            if (!config.sampleMayShuffle()) {
                throw behindShuffle(shuffle);
            }
            return behindShuffle(frame, request, config, shuffle);
        }
        ParquetFooters footers = input.readsParquet()
                ? ParquetFooters.read(
                        frame.inputFiles(), frame.sparkSession().sparkContext().hadoopConfiguration(), config.seed())
                : null;
        Dataset<Row> keys = frame.select(SampleColumns.keys(request.keys()));
        boolean exact = isCheap(keys, footers, config);
        JavaRDD<InternalRow> keyRows = FineSplits.rows(keys, exact ? AS_THE_SESSION : splitBytes(footers));
        KeyRows counted = new KeyRows(request.keys(), keyRows, 0, Splits.of(keyRows, footers), exact);
        // Where planning the frame would run a broadcast again, its partitions are taken to be as many as the keys'.
        InputPartitions partitions = input.isPlannedWithoutRunning()
                ? partitions(input, QueryExecutions.rows(frame), footers)
                : InputPartitions.of(Math.max(1, keyRows.getNumPartitions()));
        return new SamplePlan(
                config,
                counted,
                weighed(request, footers),
                rows(input, counted.splits(), footers),
                partitions,
                QueryExecutions.plannedPartitions(frame),
                null);
    }

    private static @Nullable WeighedRows weighed(SampleRequest request, @Nullable ParquetFooters footers) {
        SampleRequest.Weighing weighing = request.weighed();
        if (weighing == null) {
            return null;
        }
        Dataset<Row> hashed = SampleColumns.withHashes(weighing.shuffled(), request.keys());
        JavaRDD<InternalRow> rows = FineSplits.rows(hashed, splitBytes(footers));
        return new WeighedRows(
                weighing, rows, SampleColumns.layoutWithHashes(weighing, request.keys()), Splits.of(rows, footers));
    }

    /** Keys and weights from one plan, so that what is upstream runs once. */
    private static SamplePlan behindShuffle(
            Dataset<Row> frame, SampleRequest request, GuardConfig config, String shuffle) {
        SampleRequest.Weighing weighing = request.weighed();
        Dataset<Row> whole = weighing == null ? frame : weighing.shuffled();
        JavaRDD<InternalRow> rows = FineSplits.rows(SampleColumns.withKeys(whole, request.keys()), AS_THE_SESSION);
        Splits splits = Splits.of(rows, null);
        KeyRows counted = new KeyRows(request.keys(), rows, whole.columns().length, splits, false);
        return new SamplePlan(
                config,
                counted,
                weighing == null
                        ? null
                        : new WeighedRows(
                                weighing, rows, SampleColumns.layoutWithKeys(weighing, request.keys()), splits),
                new InputRows(splits, null),
                InputPartitions.of(Math.max(1, rows.getNumPartitions())),
                QueryExecutions.plannedPartitions(frame),
                shuffle);
    }

    private static UnreadableInputException behindShuffle(String shuffle) {
        return new UnreadableInputException(
                "the input's rows come out of a shuffle (" + shuffle
                        + "), and sampling them would cost the whole of it",
                "Put the guard before that step, write its result to files or a filled cache first,"
                        + " or let the sample run it too with spark.guard.sample.allow-shuffle=true.");
    }

    private static boolean isCheap(Dataset<Row> keys, @Nullable ParquetFooters footers, GuardConfig config) {
        if (config.sampleExactBytes() == 0) {
            return false;
        }
        InputPlan plan = InputPlan.of(keys);
        if (footers != null && plan.isWholeParquet()) {
            return footers.isComplete()
                    && footers.rows() <= config.sampleMaxRows()
                    && footers.columnBytes(plan.scannedColumns()) <= config.sampleExactBytes();
        }
        return plan.cachedRows().orElse(Long.MAX_VALUE) <= config.sampleMaxRows();
    }

    /** Of whole Parquet files footers tell how many rows each partition reads; what a filter leaves of them they do not. */
    private static InputPartitions partitions(InputPlan input, JavaRDD<?> rows, @Nullable ParquetFooters footers) {
        int count = Math.max(1, rows.getNumPartitions());
        return footers != null && input.isWholeParquet()
                ? footers.rowsIn(FilePieces.of(rows), count)
                        .map(InputPartitions::ofRows)
                        .orElse(InputPartitions.of(count))
                : InputPartitions.of(count);
    }

    private static InputRows rows(InputPlan input, Splits splits, @Nullable ParquetFooters footers) {
        if (footers != null && footers.isComplete() && input.isWholeParquet()) {
            return new InputRows(splits, Estimate.exact(footers.rows(), Unit.COUNT));
        }
        return new InputRows(splits, null);
    }

    /** About one row group a split: a smaller split would be empty, a larger one hides how row groups differ. */
    private static long splitBytes(@Nullable ParquetFooters footers) {
        if (footers == null) {
            return DEFAULT_SPLIT;
        }
        long atMostSplits = (long) Math.ceil(footers.bytes() / MOST_SPLITS);
        long smallest = footers.isComplete() ? SMALLEST_SPLIT : SMALLEST_SPLIT_UNSEEN;
        return Math.max(Math.max(smallest, footers.largestRowGroupBytes()), atMostSplits);
    }
}
