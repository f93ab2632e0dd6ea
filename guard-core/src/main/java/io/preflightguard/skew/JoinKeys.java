package io.preflightguard.skew;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The frequent keys of a join with their rows on both sides, by hash: keys of one hash go one way whatever is done. Rows
 * that the join drops before its shuffle, those with a null key on a side that is not kept, are left out.
 *
 * @param keys the frequent keys, most rows first
 * @param rows rows of both sides that reach the shuffle
 * @param leftNulls left rows with a null in their key that match nothing and are kept
 * @param rightNulls as {@code leftNulls}, for the right rows
 */
record JoinKeys(List<Key> keys, double rows, double leftNulls, double rightNulls) {

    /** One key: its rows on both sides, and their bytes. */
    record Key(int hash, @Nullable String text, double left, double right, double bytes) {}

    static JoinKeys of(JoinSide left, JoinSide right, JoinShape shape) {
        Map<Integer, Key> byHash = new TreeMap<>();
        add(byHash, left, shape, true);
        add(byHash, right, shape, false);
        List<Key> keys = new ArrayList<>(byHash.values());
        keys.sort(Comparator.comparingDouble((Key key) -> key.left() + key.right())
                .reversed()
                .thenComparing(Key::hash));
        double leftNulls = shape.nullsMatch() ? 0 : nulls(left);
        double rightNulls = shape.nullsMatch() ? 0 : nulls(right);
        double dropped = (shape.keepsLeft() ? 0 : leftNulls) + (shape.keepsRight() ? 0 : rightNulls);
        return new JoinKeys(
                keys,
                left.rows() + right.rows() - dropped,
                shape.keepsLeft() ? leftNulls : 0,
                shape.keepsRight() ? rightNulls : 0);
    }

    private static void add(Map<Integer, Key> byHash, JoinSide side, JoinShape shape, boolean isLeft) {
        for (KeyShare share : side.profile().top()) {
            if (share.key() != null || shape.nullsMatch()) {
                double rows = share.share().value() * side.rows();
                byHash.merge(
                        share.hash(),
                        new Key(
                                share.hash(),
                                share.key(),
                                isLeft ? rows : 0,
                                isLeft ? 0 : rows,
                                rows * side.bytesPerRow()),
                        (one, other) -> new Key(
                                one.hash(),
                                one.text(),
                                one.left() + other.left(),
                                one.right() + other.right(),
                                one.bytes() + other.bytes()));
            }
        }
    }

    private static double nulls(JoinSide side) {
        KeySample sample = side.profile().sample();
        return sample.rows() == 0 ? 0 : side.rows() * sample.nulls() / sample.rows();
    }
}
