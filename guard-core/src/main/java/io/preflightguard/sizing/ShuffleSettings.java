package io.preflightguard.sizing;

/**
 * What Spark was launched with that decides how shuffles are written. Immutable.
 *
 * @param compresses {@code spark.shuffle.compress}
 * @param compressesSpill {@code spark.shuffle.spill.compress}
 * @param bypassedUpTo {@code spark.shuffle.sort.bypassMergeThreshold}: up to so many partitions a task writes a file for
 *     each and holds no rows
 * @param averagedAbove partitions above which Spark keeps an average instead of the sizes of blocks ({@code
 *     spark.shuffle.minNumPartitionsToHighlyCompress}), or {@link Integer#MAX_VALUE} if it keeps what is out of line
 *     ({@code spark.shuffle.accurateBlockSkewedFactor})
 * @param accurateBlockBytes {@code spark.shuffle.accurateBlockThreshold}: of larger blocks Spark keeps the size even then
 */
public record ShuffleSettings(
        boolean compresses, boolean compressesSpill, int bypassedUpTo, int averagedAbove, long accurateBlockBytes) {

    /** What Spark does if nothing is set. */
    public static final ShuffleSettings DEFAULTS = new ShuffleSettings(true, true, 200, 2_000, 100L << 20);

    public ShuffleSettings {
        if (averagedAbove < 1 || accurateBlockBytes < 0) {
            throw new IllegalArgumentException("A shuffle has partitions and blocks: got averages above "
                    + averagedAbove + " partitions, of blocks up to " + accurateBlockBytes + " bytes");
        }
    }
}
