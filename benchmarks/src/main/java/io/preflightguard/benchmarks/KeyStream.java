package io.preflightguard.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Keys as a task meets them, one a row, made before the measurement: texts of 12 bytes that lie in one array, as rows of a
 * batch do, and their two hashes as Spark computes them before the counting starts. Immutable.
 */
public final class KeyStream {

    private static final int DISTINCT = 1_000_000;
    private static final int KEY_BYTES = 12;
    private static final int SPARK_HASH_SEED = 42;
    private static final double ZIPF_EXPONENT = 1.1;

    /** How the keys of the rows are drawn. */
    public enum Shape {
        /** Every one of a million keys alike. */
        UNIFORM,
        /** The key of rank r in proportion to r to the power of -1.1, in random order. */
        ZIPF,
        /** As {@link #ZIPF}, sorted by key. */
        SORTED
    }

    /** The keys' texts. */
    public final UTF8String[] texts;
    /** Their 64-bit xxHash. */
    public final long[] ids;
    /** Their 32-bit Murmur3, by which Spark shuffles. */
    public final int[] hashes;

    private KeyStream(byte[] bytes, int rows) {
        texts = new UTF8String[rows];
        ids = new long[rows];
        hashes = new int[rows];
        for (int i = 0; i < rows; i++) {
            texts[i] = UTF8String.fromBytes(bytes, i * KEY_BYTES, KEY_BYTES);
            ids[i] = xxHash64(texts[i]);
            hashes[i] = murmur3(texts[i]);
        }
    }

    /** Draws a stream; the same one every time. */
    public static KeyStream of(Shape shape, int rows) {
        SplittableRandom random = new SplittableRandom(7);
        double[] cumulated = shape == Shape.UNIFORM ? new double[0] : cumulatedZipf();
        int[] ranks = new int[rows];
        for (int i = 0; i < rows; i++) {
            ranks[i] = shape == Shape.UNIFORM ? random.nextInt(DISTINCT) : rank(cumulated, random.nextDouble());
        }
        if (shape == Shape.SORTED) {
            Arrays.sort(ranks);
        }
        byte[] bytes = new byte[rows * KEY_BYTES];
        for (int i = 0; i < rows; i++) {
            byte[] key = String.format(Locale.ROOT, "key-%08d", ranks[i]).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(key, 0, bytes, i * KEY_BYTES, KEY_BYTES);
        }
        return new KeyStream(bytes, rows);
    }

    /** As {@code hash(column)} does. */
    public static int murmur3(UTF8String text) {
        return Murmur3_x86_32.hashUnsafeBytes(
                text.getBaseObject(), text.getBaseOffset(), text.numBytes(), SPARK_HASH_SEED);
    }

    /** As {@code xxhash64(column)} does. */
    public static long xxHash64(UTF8String text) {
        return XXH64.hashUnsafeBytes(text.getBaseObject(), text.getBaseOffset(), text.numBytes(), SPARK_HASH_SEED);
    }

    private static double[] cumulatedZipf() {
        double[] cumulated = new double[DISTINCT];
        double sum = 0;
        for (int i = 0; i < DISTINCT; i++) {
            sum += Math.pow(i + 1, -ZIPF_EXPONENT);
            cumulated[i] = sum;
        }
        return cumulated;
    }

    private static int rank(double[] cumulated, double uniform) {
        int found = Arrays.binarySearch(cumulated, uniform * cumulated[DISTINCT - 1]);
        return Math.min(DISTINCT - 1, found < 0 ? -found - 1 : found);
    }
}
