package io.preflightguard.spark.sample;

import io.preflightguard.config.GuardConfig;
import io.preflightguard.sizing.InputPartitions;
import io.preflightguard.skew.SamplingRounds;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How an input will be sampled. Nothing is read before {@link #read}. Not thread-safe. */
public final class SamplePlan {

    private final GuardConfig config;
    private final KeyRows counted;
    private final @Nullable WeighedRows weighed;
    private final InputRows inputRows;
    private final InputPartitions input;
    private final int plannedPartitions;
    private final @Nullable String paidShuffle;

    SamplePlan(
            GuardConfig config,
            KeyRows counted,
            @Nullable WeighedRows weighed,
            InputRows inputRows,
            InputPartitions input,
            int plannedPartitions,
            @Nullable String paidShuffle) {
        this.config = config;
        this.counted = counted;
        this.weighed = weighed;
        this.inputRows = inputRows;
        this.input = input;
        this.plannedPartitions = plannedPartitions;
        this.paidShuffle = paidShuffle;
    }

    /** Partitions of the input as the job itself would read it. */
    public int inputPartitions() {
        return input.count();
    }

    /** How the rows lie in them. */
    public InputPartitions input() {
        return input;
    }

    /** Partitions that the input's plan promises, or 0 if it promises none, as a scan of files does. */
    public int plannedPartitions() {
        return plannedPartitions;
    }

    /** Whether every row's keys are counted. */
    public boolean isExact() {
        return counted.exact();
    }

    /** The step upstream that the sample runs once more than the job does, by Spark's name for it. */
    public Optional<String> paidShuffle() {
        return Optional.ofNullable(paidShuffle);
    }

    /**
     * Reads the input in rounds, each one Spark job that reads only partitions no round has read before, and stops as
     * soon as the verdict is certain or the budget is spent. Rows are weighed in the first round, and in a later one only
     * where that found too few of them.
     *
     * @param reducers how many reducers the write's shuffle has
     * @param isCertain whether what was read so far decides, judged at {@link Sampled#confidence}
     */
    public Sampled read(int reducers, Predicate<Sampled> isCertain) {
        return read(reducers, SamplingRounds.FEWEST, isCertain);
    }

    /**
     * As {@link #read(int, Predicate)}, from a first look at fewer or more partitions on.
     *
     * @param fewest partitions of the first look at least, above 0
     */
    public Sampled read(int reducers, int fewest, Predicate<Sampled> isCertain) {
        int[] order = counted.splits()
                .draw(counted.exact() ? Integer.MAX_VALUE : config.sampleMaxPartitions(), config.seed());
        SamplingRounds rounds =
                new SamplingRounds(counted.splits().count(), config.sampleMaxPartitions(), config.confidence(), fewest);
        int looks = counted.exact() ? 1 : rounds.looks();
        double confidence = counted.exact() ? config.confidence() : rounds.confidencePerLook();
        long perSplit = counted.exact() ? config.sampleMaxRows() : config.sampleMaxRows() / Math.max(1, order.length);
        Gathering gathering = new Gathering(counted, weighed, Math.max(1, perSplit), reducers, config.seed());
        int read = 0;
        for (int look = 0; ; look++) {
            int until = counted.exact() ? order.length : rounds.partitionsAt(look);
            gathering.read(Arrays.copyOfRange(order, read, until));
            read = until;
            boolean isLast = look == looks - 1;
            if (isLast) {
                gathering.weighIfNoneWas();
            }
            Sampled sampled = gathering.sampled(inputRows, look + 1, confidence, config.confidence());
            if (isLast || (sampled.rowsRead() > 0 && isCertain.test(sampled))) {
                return sampled;
            }
        }
    }
}
