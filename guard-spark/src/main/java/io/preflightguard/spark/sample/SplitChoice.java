package io.preflightguard.spark.sample;

import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Draws input partitions at random without replacement, by a seed. Pure. */
final class SplitChoice {

    private SplitChoice() {}

    /** {@code min(most, all)} distinct numbers in [0, all), ascending; every set is equally likely. */
    static int[] draw(int all, int most, long seed) {
        if (most >= all) {
            return IntStream.range(0, all).toArray();
        }
        // Floyd, "A Sample of Brilliance", CACM 30 (1987): as many draws as numbers wanted, however many there are.
        // Not java.util.Random: its first numbers for neighbouring seeds resemble one another.
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Integer> drawn = new TreeSet<>();
        for (int i = all - most; i < all; i++) {
            int candidate = random.nextInt(i + 1);
            drawn.add(drawn.contains(candidate) ? i : candidate);
        }
        return drawn.stream().mapToInt(Integer::intValue).toArray();
    }
}
