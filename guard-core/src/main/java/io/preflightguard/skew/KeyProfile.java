package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shares of the most frequent keys, each with its interval. Immutable.
 *
 * <p>The rows of one input partition resemble one another, so intervals come from how partitions differ, never from the
 * number of rows. There are two of them:
 *
 * <ul>
 *   <li>What is in most partitions has the ratio estimator's variance between partitions (Cochran, "Sampling Techniques",
 *       3rd ed., 1977, 9A.1 and 6.3). It gives an effective number of rows, and that a Wilson interval with Student's t
 *       (Korn and Graubard, Survey Methodology 24, 1998; Franco et al., 2019, recommend Wilson with the effective size
 *       under clustering).
 *   <li>What is in few partitions may fill others that were not read, and their variance does not show it. Hoeffding's
 *       bound (JASA 58, 1963) holds for any values: with 32 partitions, nothing below about a sixth can be excluded.
 * </ul>
 *
 * <p>Of the error that the confidence allows, four fifths are spent on the lower end and one fifth on the upper, since
 * it is too low an upper end that lets a hot key pass: at 95 % in one draw of a hundred at most. Where every partition
 * was read, the interval is only what the counting sketch leaves open, and its confidence is 1.
 *
 * @param sample what the shares were estimated from
 * @param top the most frequent keys, most frequent first; empty if no key is frequent. Their intervals hold together
 * @param unseen the share of the most frequent key, if it is none of those that were seen
 * @param largest the share of the most frequent key, seen or not
 * @param mixed whether the partitions that were read hold the same keys in about the same shares: then it is taken that
 *     no key lies in a few partitions only, and what was not seen is rare. One cannot know it from few partitions: a hot
 *     key that fills one partition in a hundred, among others that are all mixed, is missed by 32 of them in 72 of 100
 *     draws whatever the method
 * @param confidence the confidence of what was sampled, in (0, 1)
 */
public record KeyProfile(
        KeySample sample, List<KeyShare> top, Estimate unseen, Estimate largest, boolean mixed, double confidence) {

    /** More keys than this change no verdict: what is left has shares far below one shuffle partition's. */
    private static final int MOST_KEYS = 1_000;

    public KeyProfile {
        top = List.copyOf(top);
    }

    /**
     * Estimates the shares of the most frequent keys.
     *
     * @param confidence the confidence of the intervals, in (0, 1)
     */
    public static KeyProfile of(KeySample sample, double confidence) {
        Collection<Tally.Keyed> keys = Tally.ofKeys(sample);
        SplitSpread splits = new SplitSpread(sample);
        double spread = splits.ofKeys(keys.stream().map(Tally.Keyed::tally).toList());
        boolean mixed = spread <= SplitSpread.MOST_RELATIVE_VARIANCE;
        ShareInterval interval = new ShareInterval(sample, splits, confidence, mixed);
        Estimate unseen = interval.ofUnseen(spread);
        if (keys.isEmpty() || sample.rows() == 0) {
            return new KeyProfile(sample, List.of(), unseen, unseen, mixed, confidence);
        }
        List<Ranked> ranked = keys.stream()
                .map(key -> new Ranked(key, key.tally().middle()))
                .sorted(Comparator.comparingDouble(Ranked::rows)
                        .reversed()
                        .thenComparing(key -> String.valueOf(key.keyed.key().key()))
                        .thenComparing(key -> key.keyed.key().hash()))
                .limit(MOST_KEYS)
                .toList();
        ByteWeights weights = ByteWeights.of(sample, confidence);
        List<KeyShare> top = ranked.stream()
                .map(key -> share(key.keyed.key(), interval.ofEach(key.keyed.tally()), weights))
                .toList();
        return new KeyProfile(sample, top, unseen, largest(ranked, top, interval, unseen), mixed, confidence);
    }

    private static KeyShare share(KeyCount key, Estimate share, @Nullable ByteWeights weights) {
        Estimate weight = weights == null ? null : weights.of(key.hash());
        return new KeyShare(key.key(), key.hash(), share, weight == null ? null : ByteWeights.bytes(share, weight));
    }

    /** One key is the most frequent whatever the draw, so its upper end needs no correction for the number of keys. */
    private static Estimate largest(List<Ranked> ranked, List<KeyShare> top, ShareInterval interval, Estimate unseen) {
        double value = top.get(0).share().value();
        double low = 0;
        double high = Math.max(value, unseen.high());
        for (int i = 0; i < top.size(); i++) {
            Estimate share = top.get(i).share();
            low = Math.max(low, share.low());
            if (share.high() > high) { // it is no lower than what is computed here
                high = Math.max(high, interval.highOfOne(ranked.get(i).keyed.tally(), 0));
            }
        }
        return new Estimate(value, Math.min(low, value), high, unseen.confidence(), Unit.SHARE);
    }

    /** The share of rows whose key is null; at least one row must have been read. */
    public Estimate nullShare(double confidence) {
        return new ShareInterval(sample, new SplitSpread(sample), confidence, mixed).ofOne(Tally.ofNulls(sample));
    }

    private record Ranked(Tally.Keyed keyed, double rows) {}
}
