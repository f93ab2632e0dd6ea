package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the bytes of rows that are sorted by a key fall into ranges of as many rows each. A range within the rows of one key
 * weighs as much more than the mean range as those rows do than the mean row; of a key with fewer rows than a range has,
 * it has only a part. Pure.
 */
public final class RangeLoad {

    private RangeLoad() {}

    /**
     * The bytes of the heaviest range, as a multiple of the mean one's: 1 at least. The upper end is that of a range in
     * which the heaviest keys are neighbours. What is not seen is that rows of one key differ by another column that they
     * are sorted by.
     *
     * @param profile the shares of the key's values
     * @param ranges how many ranges there are, at least 1
     */
    public static Estimate heaviestToMean(KeyProfile profile, int ranges) {
        double value = 1;
        List<Weighed> keys = new ArrayList<>();
        for (KeyShare key : profile.top()) {
            Estimate rows = key.share();
            Estimate bytes = key.byteShare();
            if (bytes != null && rows.value() > 0) {
                double part = Math.min(1, rows.value() * ranges);
                value = Math.max(value, 1 + part * (bytes.value() / rows.value() - 1));
                keys.add(new Weighed(part, bytes.high() / rows.high()));
            }
        }
        double most = Math.max(1, ranges);
        double heaviest = Math.min(value, most);
        double high = Math.min(heaviestTogether(keys), most);
        return new Estimate(heaviest, 1, Math.max(heaviest, high), profile.confidence(), Unit.RATIO);
    }

    /** What a range weighs that is filled from the heaviest key down, and with mean rows where keys do not suffice. */
    private static double heaviestTogether(List<Weighed> keys) {
        keys.sort(Comparator.comparingDouble(Weighed::weight).reversed());
        double filled = 0;
        double weight = 0;
        for (Weighed key : keys) {
            double part = key.weight() > 1 ? Math.min(key.part(), 1 - filled) : 0;
            filled += part;
            weight += part * key.weight();
        }
        return weight + 1 - filled;
    }

    /**
     * Rows of one key.
     *
     * @param part what they fill of a range
     * @param weight what one weighs at most, as a multiple of the mean row
     */
    private record Weighed(double part, double weight) {}
}
