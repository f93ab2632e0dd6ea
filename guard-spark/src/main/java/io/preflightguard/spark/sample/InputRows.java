package io.preflightguard.spark.sample;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.statistics.ClusterRatio;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many rows an input has.
 *
 * @param splits the partitions that could be read
 * @param known the rows if they are known without reading any, else null
 */
record InputRows(Splits splits, @Nullable Estimate known) {

    /**
     * The rows of the whole input, or null if nothing bounds them.
     *
     * @param read the partitions that were read
     * @param counted what was counted in each of them
     */
    @Nullable
    Estimate estimate(int[] read, List<Counted> counted, double confidence) {
        if (known != null) {
            return known;
        }
        double[] rows = counted.stream().mapToDouble(Counted::rows).toArray();
        double sum = Arrays.stream(rows).sum();
        boolean truncated = counted.stream().anyMatch(Counted::truncated);
        if (read.length == splits.count() && !truncated) {
            return Estimate.exact(sum, Unit.COUNT);
        }
        if (truncated || sum == 0) {
            // What was not read may hold any number of rows.
            return null;
        }
        // Rows that come out grow with the rows that go in, where those are known; else partitions count alike.
        Estimate all = ClusterRatio.estimate(rows, splits.weights(read), confidence, Unit.COUNT)
                .times(splits.weight(), Unit.COUNT);
        double low = Math.min(all.value(), Math.max(sum, all.low()));
        return new Estimate(all.value(), low, all.high(), all.confidence(), Unit.COUNT);
    }
}
