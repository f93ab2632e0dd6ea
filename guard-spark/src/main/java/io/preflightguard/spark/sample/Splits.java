package io.preflightguard.spark.sample;

import io.preflightguard.spark.internal.FilePieces;
import io.preflightguard.spark.parquet.ParquetFooters;
import io.preflightguard.statistics.SplitChoice;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of an input that a sample can choose from. Where footers tell how many rows go into each, those without
 * any are left out, and the others weigh as many rows; else every partition counts, and all weigh alike.
 */
final class Splits {

    private final int[] partitions;
    private final double[] weights;

    private Splits(int[] partitions, double[] weights) {
        this.partitions = partitions;
        this.weights = weights;
    }

    static Splits of(JavaRDD<?> rows, @Nullable ParquetFooters footers) {
        int all = rows.getNumPartitions();
        double[] weights = new double[all];
        Arrays.fill(weights, 1);
        double[] known = footers == null
                ? weights
                : footers.rowsIn(FilePieces.of(rows), all).orElse(weights);
        return new Splits(
                IntStream.range(0, all).filter(split -> known[split] > 0).toArray(), known);
    }

    /** How many partitions there are to choose from. */
    int count() {
        return partitions.length;
    }

    /** At most {@code most} of them, in the order a seed draws them; see {@link SplitChoice}. */
    int[] draw(int most, long seed) {
        return Arrays.stream(SplitChoice.draw(partitions.length, most, seed))
                .map(drawn -> partitions[drawn])
                .toArray();
    }

    /** The weights of some partitions. */
    double[] weights(int[] chosen) {
        return Arrays.stream(chosen).mapToDouble(split -> weights[split]).toArray();
    }

    /** The weight of all partitions together. */
    double weight() {
        return Arrays.stream(weights).sum();
    }
}
