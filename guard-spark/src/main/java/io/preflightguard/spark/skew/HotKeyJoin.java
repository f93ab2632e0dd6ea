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
            case SALTED -> salted();
            case BROADCAST -> broadcast();
            case APART -> apart();
        };
    }

    /** Keys that one join on key and salt may not cut: a row that must appear once would be copied. */
    static List<SaltedKey> apart(SaltPlan plan, JoinKind kind) {
        return plan.keys().stream()
                .filter(key -> (key.leftBuckets() > 1 && !kind.mayCopyRight())
                        || (key.rightBuckets() > 1 && !kind.mayCopyLeft()))
                .toList();
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
        return input.project(one.join(other, condition, kind.sparkName()), kind);
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

    private Dataset<Row> apart() {
        JoinKind kind = input.terms().kind();
        List<SaltedKey> apart = apart(plan, kind);
        List<SaltedKey> others =
                plan.keys().stream().filter(key -> !apart.contains(key)).toList();
        JoinSideFrame left = input.left().with(hot(input.left(), apart));
        JoinSideFrame right = input.right().with(hot(input.right(), apart));
        Dataset<Row> result = salted(cold(input.left(), apart), cold(input.right(), apart), kind, others)
                .union(salted(left, right, JoinKind.INNER, apart));
        if (kind.keepsLeft()) {
            result = result.union(input.unmatchedLeft(without(left, right)));
        }
        if (kind.keepsRight()) {
            result = result.union(input.unmatchedRight(without(right, left)));
        }
        return result;
    }

    /** The rows whose key the other side does not have. Hot keys are few, so those of the other side are broadcast. */
    private Dataset<Row> without(JoinSideFrame rows, JoinSideFrame other) {
        JoinSideFrame keys = other.keysOnly();
        Dataset<Row> distinct = functions.broadcast(keys.frame().distinct());
        return rows.frame().join(distinct, input.with(rows, keys).keysEqual(), JoinKind.LEFT_ANTI.sparkName());
    }

    private Dataset<Row> hot(JoinSideFrame side, List<SaltedKey> keys) {
        return side.frame().filter(SaltedSide.isHot(side, input.terms(), keys));
    }

    private JoinSideFrame cold(JoinSideFrame side, List<SaltedKey> keys) {
        return side.with(side.frame().filter(functions.not(SaltedSide.isHot(side, input.terms(), keys))));
    }
}
