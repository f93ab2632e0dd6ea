package io.preflightguard.spark.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.spark.internal.MapOutput;
import io.preflightguard.spark.internal.PlannedExchange;
import io.preflightguard.spark.parquet.ParquetSplits;
import io.preflightguard.statistics.ClusterRatio;
import io.preflightguard.statistics.SplitChoice;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What some map tasks of a shuffle would write, and what all of them do. Map tasks are thought to write in proportion to
 * the rows they read, where the footers of Parquet files tell them, else to the bytes of their files. A task whose piece
 * of a file has no row group's middle reads nothing, however long the piece is; of such tasks one stands for all, as an
 * aggregate without a key writes a row even of no rows. Immutable.
 *
 * @param outputs of the tasks that were run, without the one that reads nothing
 * @param sizes what each of them reads
 * @param allSizes what all tasks read
 * @param idle what a task writes that reads nothing
 * @param idleTasks how many of them there are
 * @param tasks how many tasks there are
 * @param isWhole whether every task that reads anything was run
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MapTaskSample(
        List<MapOutput> outputs,
        double[] sizes,
        double allSizes,
        List<MapOutput> idle,
        int idleTasks,
        int tasks,
        boolean isWhole,
        double confidence) {

    /** Map tasks of one shuffle that are run. */
    private static final int MOST = 8;

    /** Runs some map tasks, in one Spark job. */
    static MapTaskSample of(PlannedExchange exchange, List<String> codecs, GuardConfig config) {
        double[] weights = weights(exchange);
        int[] busy = IntStream.range(0, weights.length)
                .filter(task -> weights[task] > 0)
                .toArray();
        int[] none = IntStream.range(0, weights.length)
                .filter(task -> weights[task] <= 0)
                .toArray();
        int[] drawn = Arrays.stream(
                        SplitChoice.draw(busy.length, Math.min(MOST, config.sampleMaxPartitions()), config.seed()))
                .map(task -> busy[task])
                .toArray();
        int[] chosen = IntStream.concat(
                        Arrays.stream(drawn), Arrays.stream(none).limit(1))
                .toArray();
        List<MapOutput> outputs = exchange.measure(chosen, codecs, config.seed());
        return new MapTaskSample(
                outputs.subList(0, drawn.length),
                Arrays.stream(drawn).mapToDouble(task -> weights[task]).toArray(),
                Arrays.stream(weights).sum(),
                outputs.subList(drawn.length, outputs.size()),
                none.length,
                weights.length,
                drawn.length == busy.length,
                config.confidence());
    }

    private static double[] weights(PlannedExchange exchange) {
        return exchange.readsParquet()
                ? ParquetSplits.rows(
                                exchange.input(), exchange.input().context().hadoopConfiguration())
                        .orElseGet(exchange::fileBytes)
                : exchange.fileBytes();
    }

    /** Whether nothing was written by those that were run, so that they tell nothing of the others. */
    boolean tellsNothing() {
        return !isWhole && outputs.stream().allMatch(output -> output.rows() == 0);
    }

    int tasksRun() {
        return outputs.size() + idle.size();
    }

    /** What all tasks write together of something. */
    Estimate total(ToDoubleFunction<MapOutput> of, Unit unit) {
        double[] totals = outputs.stream().mapToDouble(of).toArray();
        double ofIdle = idle.stream().mapToDouble(of).sum() * idleTasks;
        if (isWhole) {
            return Estimate.exact(Arrays.stream(totals).sum() + ofIdle, unit);
        }
        Estimate busy = ClusterRatio.estimate(totals, sizes, confidence, unit).times(allSizes, unit);
        return new Estimate(busy.value() + ofIdle, busy.low() + ofIdle, busy.high() + ofIdle, busy.confidence(), unit);
    }
}
