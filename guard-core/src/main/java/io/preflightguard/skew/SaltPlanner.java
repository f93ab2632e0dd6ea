package io.preflightguard.skew;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts the hot keys of a join and places their buckets; see {@link SaltPlan#of}. Pure and deterministic. */
final class SaltPlanner {

    /** A bucket is cut to half of what a task's memory holds: a sorter doubles its pointers while it holds the old ones. */
    private static final double MEMORY_SAFETY = 2;

    /** The most of a key's work that a pair of its buckets may have, for the cut to be worth a plan. */
    private static final double MOST_LEFT = 0.7;

    /** The most of the largest task that a plan may leave. */
    private static final double MOST_LEFT_IN_ALL = 0.9;

    /** The most work that all pairs of a key may have together, copies included, as a multiple of the key's own. */
    private static final double MOST_WORK = 3;

    /** Spark's hash leaves out nulls, which leaves its seed. */
    private static final int HASH_OF_NULL = 42;

    private final JoinShape shape;
    private final SaltLimits limits;
    private final double mean;

    /** What each partition carries of the keys that are not cut. */
    private final double[] uncut;

    private SaltPlanner(JoinShape shape, SaltLimits limits, double mean) {
        this.shape = shape;
        this.limits = limits;
        this.mean = mean;
        this.uncut = new double[shape.partitions()];
    }

    static SaltPlan plan(JoinKeys keys, JoinShape shape, SaltLimits limits) {
        double work = keys.rows();
        double frequent = keys.leftNulls() + keys.rightNulls();
        for (JoinKeys.Key key : keys.keys()) {
            work += product(key, shape);
            frequent += key.left() + key.right();
        }
        double mean = work / shape.partitions();
        return new SaltPlanner(shape, limits, mean).plan(keys, Math.max(0, keys.rows() - frequent));
    }

    private SaltPlan plan(JoinKeys keys, double rest) {
        double[] before = new double[shape.partitions()];
        Arrays.fill(before, rest / shape.partitions());
        System.arraycopy(before, 0, uncut, 0, before.length);
        boolean spreadsLeft = addNulls(before, keys.leftNulls());
        boolean spreadsRight = addNulls(before, keys.rightNulls());
        List<Cut> cuts = new ArrayList<>();
        for (JoinKeys.Key key : keys.keys()) {
            double work = key.left() + key.right() + product(key, shape);
            int slot = Math.floorMod(key.hash(), shape.partitions());
            before[slot] += work;
            Cut cut = cut(key, work);
            if (cut == null) {
                uncut[slot] += work;
            } else {
                cuts.add(cut);
            }
        }
        cuts.sort(Comparator.comparingDouble(Cut::work).reversed().thenComparing(cut -> cut.key.hash()));
        List<SaltedKey> salted = placed(cuts);
        double meanBefore = Arrays.stream(before).sum() / before.length;
        double asItIs = ratio(before, meanBefore);
        double cut = ratio(uncut, meanBefore);
        if (!spreadsLeft && !spreadsRight && cut > MOST_LEFT_IN_ALL * asItIs) {
            return new SaltPlan(List.of(), shape.partitions(), false, false, asItIs, asItIs);
        }
        return new SaltPlan(salted, shape.partitions(), spreadsLeft, spreadsRight, asItIs, cut);
    }

    /** Adds rows with a null key, which the shuffle sends to one partition unless they are spread. */
    private boolean addNulls(double[] before, double nulls) {
        boolean spreads = nulls > limits.maxRatio() * mean;
        int home = Math.floorMod(HASH_OF_NULL, before.length);
        before[home] += nulls;
        for (int slot = 0; slot < uncut.length; slot++) {
            uncut[slot] += spreads ? nulls / uncut.length : slot == home ? nulls : 0;
        }
        return spreads;
    }

    /** How a key is cut, or null if it is not hot or nothing may be done. */
    private @Nullable Cut cut(JoinKeys.Key key, double work) {
        double pieces = Math.max(work / mean, MEMORY_SAFETY * key.bytes() / limits.bytesPerTask());
        boolean hot = work > limits.maxRatio() * mean || key.bytes() > limits.bytesPerTask();
        if (!hot || shape.partitions() == 1) {
            return null;
        }
        boolean reduced = shape.reducesRight() && key.right() > mean;
        double right = reduced ? 1 : key.right();
        double product = shape.multiplies() ? key.left() * right : 0;
        double limit = work / pieces;
        int mostLeft = shape.cutsLeft() ? shape.partitions() : 1;
        Cut best = null;
        for (int n = 1; n <= mostLeft; n++) {
            int m = rightBuckets(key.left() / n, right, product / n, limit, shape.partitions() / n);
            Cut candidate = new Cut(key, n, m, reduced, key.left() / n + right / m + product / n / m);
            if (candidate.isWorth(work) && (best == null || candidate.isBetterThan(best, limit))) {
                best = candidate;
            }
        }
        return best;
    }

    /** The fewest right buckets that bring a pair down to the limit, or as many as there may be. */
    private int rightBuckets(double leftPart, double right, double productPart, double limit, int most) {
        if (!shape.cutsRight() || leftPart >= limit) {
            return shape.cutsRight() ? Math.max(1, most) : 1;
        }
        double needed = Math.ceil((right + productPart) / (limit - leftPart));
        return (int) Math.max(1, Math.min(most, needed));
    }

    private List<SaltedKey> placed(List<Cut> cuts) {
        int[][] slots = new int[cuts.size()][];
        List<int[]> pairs = new ArrayList<>();
        for (int cut = 0; cut < cuts.size(); cut++) {
            slots[cut] = new int[cuts.get(cut).pairs()];
            for (int pair = 0; pair < slots[cut].length; pair++) {
                pairs.add(new int[] {cut, pair});
            }
        }
        pairs.sort(Comparator.comparingDouble((int[] pair) -> cuts.get(pair[0]).pairWork)
                .reversed());
        for (int[] pair : pairs) {
            int slot = leastLoaded();
            uncut[slot] += cuts.get(pair[0]).pairWork;
            slots[pair[0]][pair[1]] = slot;
        }
        List<SaltedKey> salted = new ArrayList<>();
        for (int cut = 0; cut < cuts.size(); cut++) {
            salted.add(cuts.get(cut).at(slots[cut]));
        }
        return salted;
    }

    private int leastLoaded() {
        int best = 0;
        for (int slot = 1; slot < uncut.length; slot++) {
            best = uncut[slot] < uncut[best] ? slot : best;
        }
        return best;
    }

    private static double ratio(double[] loads, double mean) {
        return mean == 0 ? 1 : Arrays.stream(loads).max().orElse(0) / mean;
    }

    private static double product(JoinKeys.Key key, JoinShape shape) {
        return shape.multiplies() ? key.left() * key.right() : 0;
    }

    /** A key with its buckets, and the work of one pair of them. */
    private record Cut(JoinKeys.Key key, int left, int right, boolean reduced, double pairWork) {

        int pairs() {
            return left * right;
        }

        double work() {
            return pairWork * pairs();
        }

        /** Whether the largest task gets clearly smaller, and copies do not make more work than the key had. */
        boolean isWorth(double whole) {
            return pairWork <= MOST_LEFT * whole && work() <= MOST_WORK * whole;
        }

        /** Small enough before few copies; among those too large, the smallest. */
        boolean isBetterThan(Cut other, double limit) {
            boolean fits = pairWork <= limit * 1.0001;
            boolean otherFits = other.pairWork <= limit * 1.0001;
            if (fits != otherFits) {
                return fits;
            }
            return fits ? copied() < other.copied() : pairWork < other.pairWork;
        }

        private double copied() {
            return key.left() * right + (reduced ? 1 : key.right()) * left;
        }

        SaltedKey at(int[] slots) {
            return new SaltedKey(
                    key.hash(),
                    key.text(),
                    key.left(),
                    key.right(),
                    left,
                    right,
                    reduced,
                    Arrays.stream(slots).boxed().toList());
        }
    }
}
