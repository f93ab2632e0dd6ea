package io.preflightguard.spark.skew;

import io.preflightguard.skew.SaltPlan;
import io.preflightguard.skew.SaltedKey;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Makes a join with its hot keys treated, in the form that was decided. Starts no job. */
final class HotKeyJoin {

    private static final String LEFT_SALT = "__preflight_guard_left_salt";
    private static final String RIGHT_SALT = "__preflight_guard_right_salt";

    private final JoinInput input;
    private final SaltPlan plan;
    private final @Nullable Column leftRow;
    private final @Nullable Column rightRow;

    HotKeyJoin(JoinInput input, SaltPlan plan, @Nullable Column leftRow, @Nullable Column rightRow) {
        this.input = input;
        this.plan = plan;
        this.leftRow = leftRow;
        this.rightRow = rightRow;
    }

    Dataset<Row> join(JoinForm form) {
        return switch (form) {
            case PLAIN -> input.plain();
            case SALTED, CHECKED -> salted();
            case BROADCAST -> broadcast();
        };
    }

    /** Whether rows that must appear once get copies. */
    static boolean copiesKeptRows(SaltPlan plan, JoinKind kind) {
        return (kind.keepsLeft() && SaltedSide.copies(plan.keys(), true))
                || (kind.keepsRight() && SaltedSide.copies(plan.keys(), false))
                || (kind.isExistence() && SaltedSide.copies(plan.keys(), true));
    }

    private Dataset<Row> salted() {
        JoinSideFrame right = input.right();
        List<SaltedKey> reduced =
                plan.keys().stream().filter(SaltedKey::rightReduced).toList();
        return salted(
                input.left(),
                reduced.isEmpty() ? right : reduced(right, reduced),
                input.terms().kind(),
                plan.keys());
    }

    /** Of each of these keys one row, with only its key columns, as the others then have too. */
    private JoinSideFrame reduced(JoinSideFrame side, List<SaltedKey> keys) {
        JoinSideFrame all = side.keysOnly();
        Column hot = SaltedSide.isHot(all, input.terms(), keys);
        Dataset<Row> few = all.frame()
                .filter(functions.not(hot))
                .union(all.frame().filter(hot).distinct());
        return JoinSideFrame.of("right", few, all.keyNames()).comparedAs(all.comparedAs());
    }

    private Dataset<Row> salted(JoinSideFrame left, JoinSideFrame right, JoinKind kind, List<SaltedKey> keys) {
        boolean nulls = !input.terms().nullSafe();
        Dataset<Row> one = new SaltedSide(left, input.terms(), leftRow)
                .salted(LEFT_SALT, keys, plan.partitions(), true, nulls && kind.keepsLeft() && plan.spreadsLeftNulls());
        // The right rows of an existence join are never cut, and may have lost all but their keys.
        Dataset<Row> other = new SaltedSide(right, input.terms(), kind.isExistence() ? null : rightRow)
                .salted(
                        RIGHT_SALT,
                        keys,
                        plan.partitions(),
                        false,
                        nulls && kind.keepsRight() && plan.spreadsRightNulls());
        Column condition =
                input.with(left, right).condition().and(one.col(LEFT_SALT).equalTo(other.col(RIGHT_SALT)));
        Dataset<Row> joined = one.join(other, condition, kind.sparkName());
        if (kind.keepsLeft() && SaltedSide.copies(keys, true)) {
            joined = withoutFalseMisses(joined, left, one, LEFT_SALT, other.col(RIGHT_SALT), hotKeys(right, keys));
        }
        if (kind.keepsRight() && SaltedSide.copies(keys, false)) {
            joined = withoutFalseMisses(joined, right, other, RIGHT_SALT, one.col(LEFT_SALT), hotKeys(left, keys));
        }
        return input.project(joined, kind);
    }

    private Dataset<Row> broadcast() {
        boolean rightIsSmall = plan.keys().stream().allMatch(key -> key.rightBuckets() == 1);
        JoinSideFrame left = input.left();
        JoinSideFrame right = input.right();
        Dataset<Row> leftHot = hot(left, plan.keys());
        Dataset<Row> rightHot = hot(right, plan.keys());
        JoinKind kind = input.terms().kind();
        Dataset<Row> hot = input.project(
                rightIsSmall
                        ? leftHot.join(functions.broadcast(rightHot), input.condition(), kind.sparkName())
                        : functions.broadcast(leftHot).join(rightHot, input.condition(), kind.sparkName()),
                kind);
        return hot.union(salted(cold(left, plan.keys()), cold(right, plan.keys()), kind, List.of()));
    }

    /**
     * Drops what copies say of a bucket only. A copy may meet no row in its bucket though its key has rows in others; then
     * it is no miss, and another copy has met those. Of a key that the other side does not have at all, every copy misses,
     * and one is kept. Hashes do not decide which keys those are, for a key may share a hot key's.
     *
     * @param side the side whose rows were copied
     * @param salted its rows with their copies
     * @param otherSalt the other side's salt, null where a copy met nothing
     * @param otherKeys the other side's keys among the hot ones
     */
    private Dataset<Row> withoutFalseMisses(
            Dataset<Row> joined,
            JoinSideFrame side,
            Dataset<Row> salted,
            String salt,
            Column otherSalt,
            JoinSideFrame otherKeys) {
        Column missed = otherSalt.isNull();
        Column first = salted.col(salt + SaltedSide.COPY).equalTo(0);
        Column same = input.with(side, otherKeys).keysEqual();
        return joined.filter(functions.not(missed).or(first))
                .join(functions.broadcast(otherKeys.frame()), same.and(missed), JoinKind.LEFT_ANTI.sparkName());
    }

    /** Those of the keys, and of keys that share their hash, which the side has: few, and each once. */
    private JoinSideFrame hotKeys(JoinSideFrame side, List<SaltedKey> keys) {
        JoinSideFrame hot = side.with(hot(side, keys)).keysOnly();
        return hot.with(hot.frame().distinct());
    }

    private Dataset<Row> hot(JoinSideFrame side, List<SaltedKey> keys) {
        return side.frame().filter(SaltedSide.isHot(side, input.terms(), keys));
    }

    private JoinSideFrame cold(JoinSideFrame side, List<SaltedKey> keys) {
        return side.with(side.frame().filter(functions.not(SaltedSide.isHot(side, input.terms(), keys))));
    }
}
