package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import io.preflightguard.statistics.ClusterRatio;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a key weighs, as a multiple of what a row weighs on average: the quotient of two ratio estimates, each
 * with its variance between partitions ({@link ClusterRatio}), the ends divided crosswise. A key that was weighed in one
 * partition only has no such variance; it is then taken to lie between half the lightest and twice the heaviest that any
 * key weighed in any partition. Immutable.
 */
public final class ByteWeights {

    /** How far a key weighed once may be from all that was weighed. */
    private static final double WEIGHED_ONCE = 2;

    private final Map<Integer, Estimate> byHash = new HashMap<>();
    private final Estimate rest;

    private ByteWeights(List<SplitBytes> splits, double confidence) {
        // Two ratios make a quotient: each has half of the error.
        double each = 1 - (1 - confidence) / 2;
        Estimate all = ratio(
                splits.stream().mapToDouble(SplitBytes::bytes).toArray(),
                splits.stream().mapToDouble(SplitBytes::rows).toArray(),
                each);
        double lightest = Double.POSITIVE_INFINITY;
        double heaviest = 0;
        Map<Integer, List<KeyBytes>> keys = new HashMap<>();
        List<KeyBytes> others = new ArrayList<>();
        for (SplitBytes split : splits) {
            long rows = split.rows();
            long bytes = split.bytes();
            for (KeyBytes key : split.keys()) {
                if (key.rows() > 0) {
                    keys.computeIfAbsent(key.hash(), unused -> new ArrayList<>())
                            .add(key);
                    rows -= key.rows();
                    bytes -= key.bytes();
                    lightest = Math.min(lightest, (double) key.bytes() / key.rows());
                    heaviest = Math.max(heaviest, (double) key.bytes() / key.rows());
                }
            }
            if (rows > 0) {
                others.add(new KeyBytes(0, rows, bytes));
                lightest = Math.min(lightest, (double) bytes / rows);
                heaviest = Math.max(heaviest, (double) bytes / rows);
            }
        }
        double least = lightest / WEIGHED_ONCE;
        double most = heaviest * WEIGHED_ONCE;
        keys.forEach((hash, weighed) -> byHash.put(hash, relative(weighed, all, least, most, confidence, each)));
        this.rest =
                others.isEmpty() ? Estimate.exact(1, Unit.RATIO) : relative(others, all, least, most, confidence, each);
    }

    /**
     * The weights of a sample's keys.
     *
     * @param confidence of each weight, in (0, 1)
     * @return null if no row was weighed
     */
    public static @Nullable ByteWeights of(KeySample sample, double confidence) {
        List<SplitBytes> weighed =
                sample.weighed().stream().filter(split -> split.rows() > 0).toList();
        return weighed.isEmpty() ? null : new ByteWeights(weighed, confidence);
    }

    /** The weight of a key's row, or null if none was weighed. */
    @Nullable
    Estimate of(int hash) {
        return byHash.get(hash);
    }

    /** The weight of a key's row; of a key that was not weighed, anything up to the heaviest of all. */
    public Estimate ofAny(int hash) {
        Estimate known = byHash.get(hash);
        return known == null ? ofUnseen() : known;
    }

    /** The weight of a row of a key that was not seen: anything up to the heaviest of all. */
    public Estimate ofUnseen() {
        return new Estimate(rest.value(), 0, heaviest(), rest.confidence(), Unit.RATIO);
    }

    /** The weight of a row of the keys that were too rare to be weighed by themselves. */
    Estimate rest() {
        return rest;
    }

    /** The most that a row of any key may weigh. */
    double heaviest() {
        return byHash.values().stream().mapToDouble(Estimate::high).reduce(rest.high(), Math::max);
    }

    /** A share of the rows as a share of the bytes. */
    static Estimate bytes(Estimate rows, Estimate weight) {
        Estimate bytes = rows.times(weight, Unit.SHARE);
        return new Estimate(
                Math.min(1, bytes.value()),
                Math.min(1, bytes.low()),
                Math.min(1, bytes.high()),
                bytes.confidence(),
                Unit.SHARE);
    }

    private static Estimate relative(
            List<KeyBytes> weighed, Estimate all, double least, double most, double confidence, double each) {
        Estimate key = ratio(
                weighed.stream().mapToDouble(KeyBytes::bytes).toArray(),
                weighed.stream().mapToDouble(KeyBytes::rows).toArray(),
                each);
        double low = weighed.size() == 1 ? least : key.low();
        double high = weighed.size() == 1 ? most : key.high();
        double value = key.value() / all.value();
        return new Estimate(
                value,
                Math.min(value, low / all.high()),
                all.low() > 0 ? Math.max(value, high / all.low()) : Double.MAX_VALUE,
                confidence,
                Unit.RATIO);
    }

    private static Estimate ratio(double[] bytes, double[] rows, double confidence) {
        return ClusterRatio.estimate(bytes, rows, confidence, Unit.BYTES);
    }
}
