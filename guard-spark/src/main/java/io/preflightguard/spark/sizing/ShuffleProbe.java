package io.preflightguard.spark.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.spark.codec.ShuffleCodec;
import io.preflightguard.spark.internal.ActiveSession;
import io.preflightguard.spark.internal.MapOutput;
import io.preflightguard.spark.internal.PlanShape;
import io.preflightguard.spark.internal.PlannedExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /**
     * What the measurement itself may be off by, however many tasks were run: a real block may be written in pieces where
     * a task spills, and rows of one key lie elsewhere. Not a statistic.
     */
    private static final double MARGIN = 0.03;

    private static final List<String> CODECS = List.of("lz4", "zstd");

    private ShuffleProbe() {}

    /**
     * Predicts the shuffles of {@code frame}. For each shuffle it reads up to 256 footers and runs one Spark job, and a
     * second one where a shuffle sorts by ranges; broadcasts below a shuffle run as they will in the job, and stay as long
     * as {@code frame}'s own plan.
     * Its jobs belong to the caller's job group and have no time limit but what the caller gives that group.
     */
    public static ShuffleForecast of(Dataset<Row> frame, GuardConfig config) {
        return ActiveSession.during(frame.sparkSession(), () -> forecast(PlanShape.of(frame), config));
    }

    private static ShuffleForecast forecast(PlanShape shape, GuardConfig config) {
        List<ExchangeForecast> measured = new ArrayList<>();
        List<String> notPossible = new ArrayList<>();
        String codec = ShuffleCodec.effective(SparkEnv.get().conf());
        TreeSet<String> codecs = new TreeSet<>(CODECS);
        codecs.add(codec);
        for (PlannedExchange exchange : shape.exchanges()) {
            String name = exchange.name() + " into " + exchange.partitions() + " partitions was not measured: ";
            Optional<String> obstacle = exchange.obstacle();
            if (obstacle.isPresent()) {
                notPossible.add(name + obstacle.get()
                        + ". Write what comes before it to files or a filled cache, and ask again.");
                continue;
            }
            MapTaskSample sample = MapTaskSample.of(exchange, List.copyOf(codecs), config);
            if (sample.tellsNothing()) {
                notPossible.add(name + "none of the " + sample.tasksRun() + " of " + sample.tasks()
                        + " map tasks that were run wrote a row. Write what comes before it to files or a filled cache,"
                        + " and ask again.");
            } else {
                measured.add(forecast(exchange, sample, codec, codecs));
            }
        }
        String unseen = shape.unseen();
        if (unseen != null) {
            notPossible.add(unseen + ". Watch local disk in Spark's own metrics.");
        }
        return new ShuffleForecast(
                measured, notPossible, shape.joins(), shape.aggregates(), shape.broadcasts(), shape.cachedInputs());
    }

    private static ExchangeForecast forecast(
            PlannedExchange exchange, MapTaskSample sample, String codec, Set<String> codecs) {
        Map<String, Estimate> written = new TreeMap<>();
        for (String name : codecs) {
            Estimate bytes = sample.total(output -> output.compressedBytes().getOrDefault(name, 0L), Unit.BYTES);
            written.put(name, widened(bytes, sample.confidence()));
        }
        return new ExchangeForecast(
                exchange.name(),
                exchange.partitions(),
                sample.total(MapOutput::rows, Unit.COUNT),
                sample.total(MapOutput::rawBytes, Unit.BYTES),
                codec,
                written,
                sample.tasksRun(),
                sample.tasks());
    }

    private static Estimate widened(Estimate bytes, double confidence) {
        return new Estimate(
                bytes.value(), bytes.low() * (1 - MARGIN), bytes.high() * (1 + MARGIN), confidence, Unit.BYTES);
    }
}
