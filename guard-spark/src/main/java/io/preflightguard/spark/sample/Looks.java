package io.preflightguard.spark.sample;

import java.util.SplittableRandom;

/**
 * At which rows of a partition to look at more than a key's id. Rows are taken in blocks, and of each block one row is
 * drawn, so that no order of the rows can hide a key. A block is one row at first and grows to {@link #LONGEST} rows:
 * small partitions are looked at closely, and in large ones looking costs little.
 *
 * <p>A key with {@code c} rows anywhere is missed with probability {@code (1 - 1/128)^c} at most, however they lie: in a
 * block that has {@code k} of them it is missed with {@code 1 - k/128}, which is at most {@code (1 - 1/128)^k}. That is
 * below {@code 2e-7} for two thousand rows; one that fills a whole block is never missed. Not thread-safe.
 */
public final class Looks {

    /** Rows of a block at most. */
    public static final int LONGEST = 128;

    /** Rows after which a block is one row longer. */
    private static final long GROW_EVERY = 1 << 10;

    private final SplittableRandom random;
    private long rows;
    private int length = 1;
    private int place;

    /** The first block. */
    public Looks(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Rows of this block. */
    public int length() {
        return length;
    }

    /** Which of them to look at, counted from 0. */
    public int place() {
        return place;
    }

    /** Goes on to the next block. */
    public void next() {
        rows += length;
        length = (int) Math.min(LONGEST, 1 + rows / GROW_EVERY);
        place = random.nextInt(length);
    }
}
