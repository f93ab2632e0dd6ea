package io.preflightguard.spark.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.spark.codec.ShuffleCodec;
import io.preflightguard.spark.internal.ActiveSession;
import io.preflightguard.spark.internal.MapOutput;
import io.preflightguard.spark.internal.PlanShape;
import io.preflightguard.spark.internal.PlannedExchange;
import io.preflightguard.statistics.ClusterRatio;
import io.preflightguard.statistics.SplitChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Predicts what a job's shuffles will write to local disk. The plan gives the shuffles; their sizes come from some of
 * their own map tasks, which are run over all their rows, through the job's own expressions and partial aggregates, and
 * whose blocks are compressed one by one as Spark's shuffle writers do (UnsafeRow and 4 bytes of length for each row).
 * A shuffle behind another one is not measured: that would cost the first. Stateless.
 */
public final class ShuffleProbe {

    /** Map tasks of one shuffle that are run. */
    private static final int MEASURED_TASKS = 8;

    /**
     * What the measurement itself may be off by, however many tasks were run: a real block may be written in pieces where
     * a task spills, and rows of one key lie elsewhere. Not a statistic.
     */
    private static final double MARGIN = 0.03;

    private static final List<String> CODECS = List.of("lz4", "zstd");

    private ShuffleProbe() {}

    /**
     * Predicts the shuffles of {@code frame}. Runs one Spark job for each shuffle, and a second one where a shuffle sorts
     * by ranges; broadcasts below a shuffle run as they will in the job, and stay as long as {@code frame}'s own plan.
     * Its jobs belong to the caller's job group and have no time limit but what the caller gives that group.
     */
    public static ShuffleForecast of(Dataset<Row> frame, GuardConfig config) {
        return ActiveSession.during(frame.sparkSession(), () -> forecast(PlanShape.of(frame), config));
    }

    private static ShuffleForecast forecast(PlanShape shape, GuardConfig config) {
        List<ExchangeForecast> measured = new ArrayList<>();
        List<String> notPossible = new ArrayList<>();
        for (PlannedExchange exchange : shape.exchanges()) {
            exchange.obstacle()
                    .ifPresentOrElse(
                            why -> notPossible.add(exchange.name() + " into " + exchange.partitions()
                                    + " partitions was not measured: " + why
                                    + ". Write what comes before it to files or a filled cache, and ask again."),
                            () -> measured.add(forecast(exchange, config)));
        }
        String unseen = shape.unseen();
        if (unseen != null) {
            notPossible.add(unseen + ". Watch local disk in Spark's own metrics.");
        }
        return new ShuffleForecast(
                measured, notPossible, shape.joins(), shape.aggregates(), shape.broadcasts(), shape.cachedInputs());
    }

    private static ExchangeForecast forecast(PlannedExchange exchange, GuardConfig config) {
        String codec = ShuffleCodec.effective(SparkEnv.get().conf());
        TreeSet<String> codecs = new TreeSet<>(CODECS);
        codecs.add(codec);
        double[] weights = exchange.weights();
        int[] chosen =
                SplitChoice.draw(weights.length, Math.min(MEASURED_TASKS, config.sampleMaxPartitions()), config.seed());
        List<MapOutput> outputs = exchange.measure(chosen, List.copyOf(codecs), config.seed());
        double[] sizes =
                Arrays.stream(chosen).mapToDouble(task -> weights[task]).toArray();
        double all = Arrays.stream(weights).sum();
        boolean isWhole = chosen.length == weights.length;
        Map<String, Estimate> written = new TreeMap<>();
        for (String name : codecs) {
            Estimate bytes = total(
                    outputs,
                    output -> output.compressedBytes().getOrDefault(name, 0L),
                    sizes,
                    all,
                    isWhole,
                    config,
                    Unit.BYTES);
            written.put(name, widened(bytes, config.confidence()));
        }
        return new ExchangeForecast(
                exchange.name(),
                exchange.partitions(),
                total(outputs, MapOutput::rows, sizes, all, isWhole, config, Unit.COUNT),
                total(outputs, MapOutput::rawBytes, sizes, all, isWhole, config, Unit.BYTES),
                codec,
                written,
                chosen.length,
                weights.length);
    }

    private static Estimate total(
            List<MapOutput> outputs,
            ToDoubleFunction<MapOutput> of,
            double[] sizes,
            double all,
            boolean isWhole,
            GuardConfig config,
            Unit unit) {
        double[] totals = outputs.stream().mapToDouble(of).toArray();
        return isWhole
                ? Estimate.exact(Arrays.stream(totals).sum(), unit)
                : ClusterRatio.estimate(totals, sizes, config.confidence(), unit)
                        .times(all, unit);
    }

    private static Estimate widened(Estimate bytes, double confidence) {
        return new Estimate(
                bytes.value(), bytes.low() * (1 - MARGIN), bytes.high() * (1 + MARGIN), confidence, Unit.BYTES);
    }
}
