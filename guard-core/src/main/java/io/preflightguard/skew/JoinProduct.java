package io.preflightguard.skew;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one key of a join makes: its left rows times its right ones.
 *
 * @param side the side whose profile names the key
 * @param key the key, or null for any that is frequent on neither side
 * @param left its left rows
 * @param right its right rows
 */
record JoinProduct(JoinedRows side, @Nullable KeyShare key, Estimate left, Estimate right) {

    private record Identity(@Nullable String text, int hash) {
        static Identity of(KeyShare key) {
            return new Identity(key.key(), key.hash());
        }
    }

    /** The products of every key that is frequent on a side, largest first by what it may be. */
    static List<JoinProduct> of(KeyedJoin join) {
        Map<Identity, KeyShare> rightKeys = new HashMap<>();
        join.right().profile().top().forEach(key -> rightKeys.put(Identity.of(key), key));
        Set<Identity> leftKeys = new HashSet<>();
        List<JoinProduct> products = new ArrayList<>();
        for (KeyShare key : join.left().profile().top()) {
            leftKeys.add(Identity.of(key));
            if (matches(join, key)) {
                KeyShare other = rightKeys.get(Identity.of(key));
                products.add(new JoinProduct(
                        join.left(),
                        key,
                        rows(join.left(), key.share()),
                        rows(join.right(), other == null ? unlisted(join.right()) : other.share())));
            }
        }
        for (KeyShare key : join.right().profile().top()) {
            if (matches(join, key) && !leftKeys.contains(Identity.of(key))) {
                products.add(new JoinProduct(
                        join.right(), key, rows(join.left(), unlisted(join.left())), rows(join.right(), key.share())));
            }
        }
        if (join.multiplies()) {
            products.add(new JoinProduct(
                    join.left(),
                    null,
                    rows(join.left(), unlisted(join.left())),
                    rows(join.right(), unlisted(join.right()))));
        }
        products.sort(Comparator.comparingDouble(
                        (JoinProduct product) -> product.rows().high())
                .reversed());
        return products;
    }

    private static boolean matches(KeyedJoin join, KeyShare key) {
        return join.multiplies() && (key.key() != null || join.nullsMatch());
    }

    /** How many rows it makes. */
    Estimate rows() {
        return left.times(right, Unit.COUNT);
    }

    private static Estimate rows(JoinedRows side, Estimate share) {
        return side.rows().times(share, Unit.COUNT);
    }

    /** The share of a key that is not among the frequent ones of a side: perhaps none. */
    private static Estimate unlisted(JoinedRows side) {
        KeyProfile profile = side.profile();
        KeySample sample = profile.sample();
        List<KeyShare> top = profile.top();
        double rarest = top.isEmpty() ? 0 : top.get(top.size() - 1).share().high();
        double atMost = sample.rows() == 0 ? 1 : (double) unlistedRows(sample) / sample.rows();
        if (!sample.isComplete()) {
            atMost = Math.max(profile.unseen().high(), Math.max(atMost, rarest));
        } else if (listedKeys(sample) > top.size()) {
            atMost = Math.max(atMost, rarest);
        }
        return new Estimate(0, 0, Math.min(1, atMost), profile.unseen().confidence(), Unit.SHARE);
    }

    private static long unlistedRows(KeySample sample) {
        return sample.splits().stream().mapToLong(SplitCounts::unlistedAtMost).sum();
    }

    private static long listedKeys(KeySample sample) {
        return sample.splits().stream()
                .flatMap(split -> split.frequent().stream())
                .map(key -> new Identity(key.key(), key.hash()))
                .distinct()
                .count();
    }

    /** This key's rows as a multiple of the rows of both sides. */
    Estimate growth(KeyedJoin join) {
        Estimate both = JoinLoad.sum(join.left().rows(), join.right().rows());
        Estimate rows = rows();
        double value = rows.value() / both.value();
        return new Estimate(
                value,
                Math.min(value, rows.low() / both.high()),
                both.low() > 0 ? Math.max(value, rows.high() / both.low()) : Double.MAX_VALUE,
                rows.confidence(),
                Unit.RATIO);
    }

    /** The most bytes this key's rows may have, or infinity if a side's bytes are not known. */
    double bytesAtMost(KeyedJoin join) {
        return rows().high() * (bytesPerRow(join.left()) + bytesPerRow(join.right()));
    }

    private static double bytesPerRow(JoinedRows side) {
        Estimate bytes = side.bytes();
        if (bytes == null) {
            return Double.POSITIVE_INFINITY;
        }
        return side.rows().value() == 0 ? 0 : bytes.high() / side.rows().value();
    }
}
