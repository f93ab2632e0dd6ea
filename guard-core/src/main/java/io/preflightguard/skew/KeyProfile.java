package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shares of the most frequent keys, each with its interval. Immutable.
 *
 * <p>The rows of one input partition resemble one another, so a share's variance is taken between partitions, never
 * from the number of rows: the ratio estimator of cluster sampling (Cochran, "Sampling Techniques", 3rd ed., 1977,
 * 9A.1 and 6.3). Its variance gives an effective number of rows, and that a Wilson interval with Student's t (Korn and
 * Graubard, Survey Methodology 24, 1998; Franco et al., 2019, recommend Wilson with the effective size under
 * clustering). The largest of several shares is biased upwards; at most {@code 1/p} keys can have a share of {@code p},
 * so the confidence is corrected for that many comparisons (Bonferroni). Where every partition was read, the interval
 * is only what the counting sketch leaves open, and its confidence is 1.
 *
 * @param sample what the shares were estimated from
 * @param top the most frequent keys, most frequent first; empty if no key is frequent
 * @param unseen the share of a key that was not seen at all. Partitions drawn at random miss a key that is in a share
 *     {@code f} of them with probability {@code (1 - f)^n}, so with the stated confidence {@code f} is at most {@code 1 -
 *     alpha^(1/n)}, where {@code n} counts the partitions that had rows; and it is taken to fill those
 *     partitions no more than the keys that were seen fill theirs, and those to be no larger than the largest that was
 *     read
 */
public record KeyProfile(KeySample sample, List<KeyShare> top, Estimate unseen) {

    /** More keys than this change no verdict: what is left has shares far below one shuffle partition's. */
    private static final int MOST_KEYS = 1_000;

    public KeyProfile {
        top = List.copyOf(top);
    }

    /**
     * Estimates the shares of the most frequent keys.
     *
     * @param confidence the confidence of each interval, in (0, 1)
     */
    public static KeyProfile of(KeySample sample, double confidence) {
        List<Tally> ranked = Tally.of(sample).stream()
                .sorted(Comparator.comparingDouble(Tally::middle).reversed().thenComparing(Tally::identity))
                .limit(MOST_KEYS)
                .toList();
        if (ranked.isEmpty() || sample.rows() == 0) {
            return new KeyProfile(sample, List.of(), unseen(sample, confidence));
        }
        ShareInterval interval =
                new ShareInterval(sample, confidence, ranked.get(0).middle() / sample.rows());
        return new KeyProfile(
                sample,
                ranked.stream()
                        .map(tally -> new KeyShare(tally.key.key(), tally.key.hash(), interval.of(tally)))
                        .toList(),
                unseen(sample, confidence));
    }

    private static Estimate unseen(KeySample sample, double confidence) {
        if (sample.isComplete()) {
            return Estimate.exact(0, Unit.SHARE);
        }
        double fullest = 0;
        double most = 0;
        int occupied = 0;
        for (SplitCounts split : sample.splits()) {
            if (split.rows() > 0) {
                double densest = split.unlistedAtMost();
                for (KeyCount key : split.frequent()) {
                    densest = Math.max(densest, key.atMost());
                }
                fullest = Math.max(fullest, Math.min(1, densest / split.rows()));
                most = Math.max(most, split.rows());
                occupied++;
            }
        }
        double partitions = occupied == 0 ? 1 : 1 - Math.pow(1 - confidence, 1.0 / occupied);
        double size = occupied == 0 ? 1 : most * occupied / sample.rows();
        double high = occupied == 0 ? 1 : Math.min(1, partitions * size * fullest);
        return new Estimate(0, 0, high, confidence, Unit.SHARE);
    }

    /** The share of rows whose key is null; at least one row must have been read. */
    public Estimate nullShare(double confidence) {
        Tally nulls = new Tally(new KeyCount(null, 0, 0, 0), sample.splits().size());
        for (int i = 0; i < sample.splits().size(); i++) {
            long count = sample.splits().get(i).nulls();
            nulls.add(i, new KeyCount(null, 0, count, count), 0);
        }
        return new ShareInterval(sample, confidence, 1).of(nulls);
    }

    /** One key's counts over all partitions that were read. */
    static final class Tally {

        private final KeyCount key;
        private final double[] perSplit;
        private double atLeast;
        private double atMost;

        private Tally(KeyCount key, int splits) {
            this.key = key;
            this.perSplit = new double[splits];
        }

        static Collection<Tally> of(KeySample sample) {
            int splits = sample.splits().size();
            long unlisted = sample.splits().stream()
                    .mapToLong(SplitCounts::unlistedAtMost)
                    .sum();
            Map<String, Tally> tallies = new HashMap<>();
            for (int i = 0; i < splits; i++) {
                SplitCounts split = sample.splits().get(i);
                for (KeyCount count : split.frequent()) {
                    Tally tally = tallies.computeIfAbsent(identity(count), unused -> {
                        Tally fresh = new Tally(count, splits);
                        fresh.atMost = unlisted;
                        return fresh;
                    });
                    tally.add(i, count, split.unlistedAtMost());
                }
            }
            return tallies.values();
        }

        private void add(int split, KeyCount count, long unlistedAtMost) {
            if (perSplit[split] == 0) {
                atMost -= unlistedAtMost;
            }
            perSplit[split] += count.middle();
            atLeast += count.atLeast();
            atMost += count.atMost();
        }

        String identity() {
            return identity(key);
        }

        double[] perSplit() {
            return perSplit;
        }

        /** The key's rows among those read; between {@link #atLeast()} and {@link #atMost()}. */
        double middle() {
            double sum = 0;
            for (double count : perSplit) {
                sum += count;
            }
            return sum;
        }

        double atLeast() {
            return atLeast;
        }

        double atMost() {
            return Math.max(atMost, middle());
        }

        /** Null and the word "null" are two keys; keys with a null part share no text but shuffle apart. */
        private static String identity(KeyCount count) {
            return count.key() == null ? "null " + count.hash() : "=" + count.key();
        }
    }
}
