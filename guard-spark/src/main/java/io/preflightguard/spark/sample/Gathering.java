package io.preflightguard.spark.sample;

import io.preflightguard.skew.KeySample;
import io.preflightguard.skew.SplitBytes;
import io.preflightguard.skew.SplitCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/** What a sample has read, look by look; one Spark job each, for keys and weights together. Not thread-safe. */
final class Gathering {

    /** Partitions that are weighed at once; rows weigh alike far more than keys spread alike. */
    static final int WEIGHED_AT_ONCE = 8;

    /** A single partition says nothing of how partitions differ. */
    private static final int FEWEST_WEIGHED = 2;

    private final KeyRows keys;
    private final @Nullable WeighedRows rows;
    private final JavaRDD<byte[]> tasks;

    /** Partitions of {@link #tasks} that count; the others, behind them, weigh. */
    private final int countingTasks;

    private final int[] weighOrder;
    private final List<Integer> read = new ArrayList<>();
    private final List<Counted> counted = new ArrayList<>();
    private final Set<Integer> weighed = new HashSet<>();
    private final List<Measured> measured = new ArrayList<>();

    Gathering(KeyRows keys, @Nullable WeighedRows rows, long rowsPerSplit, int reducers, long seed) {
        this.keys = keys;
        this.rows = rows;
        JavaRDD<byte[]> counting =
                keys.rows().mapPartitions(new KeyCounter(keys.keys(), keys.firstColumn(), rowsPerSplit, seed));
        this.countingTasks = counting.getNumPartitions();
        this.tasks = rows == null ? counting : counting.union(rows.measured(reducers, seed));
        // The same seed: where both are cut alike, what is weighed is among what is counted first.
        this.weighOrder = rows == null ? new int[0] : rows.splits().draw(Integer.MAX_VALUE, seed);
    }

    /** Counts in these partitions, and weighs as many as are still wanted. */
    void read(int[] toCount) {
        run(toCount, isWeighedEnough() ? new int[0] : nextToWeigh());
    }

    /** Weighs once more where rows were found, but none in the partitions that were weighed. */
    void weighIfNoneWas() {
        boolean found = counted.stream().anyMatch(split -> split.rows() > 0);
        if (found && rows != null && measured.stream().allMatch(split -> split.rows() == 0)) {
            run(new int[0], nextToWeigh());
        }
    }

    private boolean isWeighedEnough() {
        return measured.stream().filter(split -> split.rows() > 0).count() >= FEWEST_WEIGHED;
    }

    /** First those that are known to have rows. */
    private int[] nextToWeigh() {
        boolean isCutAlike = rows != null && !keys.exact() && rows.rows().getNumPartitions() == countingTasks;
        IntStream occupied = IntStream.range(0, isCutAlike ? read.size() : 0)
                .filter(i -> counted.get(i).rows() > 0)
                .map(read::get);
        return IntStream.concat(occupied, Arrays.stream(weighOrder))
                .distinct()
                .filter(split -> !weighed.contains(split))
                .limit(WEIGHED_AT_ONCE)
                .toArray();
    }

    private void run(int[] toCount, int[] toWeigh) {
        // Weighing takes longest, so it goes first.
        int[] partitions = IntStream.concat(
                        Arrays.stream(toWeigh).map(split -> countingTasks + split), Arrays.stream(toCount))
                .toArray();
        if (partitions.length == 0) {
            return;
        }
        List<byte[]> results = Stream.of(tasks.collectPartitions(partitions))
                .flatMap(List::stream)
                .toList();
        results.subList(0, toWeigh.length).forEach(result -> measured.add(Wire.read(Measured.class, result)));
        results.subList(toWeigh.length, results.size())
                .forEach(result -> counted.add(Wire.read(Counted.class, result)));
        Arrays.stream(toWeigh).forEach(weighed::add);
        Arrays.stream(toCount).forEach(read::add);
    }

    /**
     * What was read so far.
     *
     * @param confidence at which the samples are to be judged
     * @param ofTheRest the confidence of what is not looked at repeatedly
     */
    Sampled sampled(InputRows inputRows, int looks, double confidence, double ofTheRest) {
        List<KeySample> samples = new ArrayList<>();
        for (int i = 0; i < keys.keys().size(); i++) {
            samples.add(sample(i));
        }
        return new Sampled(
                samples,
                counted.stream().mapToLong(Counted::rows).sum(),
                inputRows.estimate(read.stream().mapToInt(Integer::intValue).toArray(), counted, ofTheRest),
                rows == null
                        ? null
                        : RowSample.of(measured, rows.probes(), rows.layout().schema(), ofTheRest),
                looks,
                confidence,
                KeyFollower.merge(counted, isAllRead()));
    }

    private boolean isAllRead() {
        return counted.size() == keys.splits().count() && counted.stream().noneMatch(Counted::truncated);
    }

    private KeySample sample(int key) {
        KeyColumn column = keys.keys().get(key);
        List<SplitCounts> counts =
                counted.stream().map(split -> split.keys().get(key)).toList();
        List<SplitBytes> weights = measured.stream()
                .filter(split -> split.rows() > 0)
                .map(split -> split.keys().get(key))
                .toList();
        boolean truncated = counted.stream().anyMatch(Counted::truncated);
        return new KeySample(column.role(), column.name(), counts, keys.splits().count(), truncated, weights);
    }
}
