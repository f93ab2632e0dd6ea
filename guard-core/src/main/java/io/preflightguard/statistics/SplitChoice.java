package io.preflightguard.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws input partitions at random without replacement, by a seed. Pure. */
public final class SplitChoice {

    private SplitChoice() {}

    /**
     * {@code min(most, all)} distinct numbers in [0, all), in the order they are drawn; every order is equally likely. A
     * larger draw by the same seed starts with the smaller one, so each prefix is a random sample itself.
     */
    public static int[] draw(int all, int most, long seed) {
        // Fisher and Yates, stopped early. Not java.util.Random: its first numbers for neighbouring seeds resemble one
        // another.
        SplittableRandom random = new SplittableRandom(seed);
        int[] numbers = IntStream.range(0, all).toArray();
        int wanted = Math.min(most, all);
        for (int i = 0; i < wanted; i++) {
            int drawn = random.nextInt(i, all);
            int number = numbers[drawn];
            numbers[drawn] = numbers[i];
            numbers[i] = number;
        }
        return Arrays.copyOf(numbers, wanted);
    }
}
