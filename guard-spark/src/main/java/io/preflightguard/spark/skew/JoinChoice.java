package io.preflightguard.spark.skew;

import io.preflightguard.skew.JoinShape;
import io.preflightguard.skew.SaltPlan;
import io.preflightguard.skew.SaltedKey;
import io.preflightguard.spark.internal.FrameTraits;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/** Decides what may be done to a join, and in which form it is made. Starts no job. */
final class JoinChoice {

    /** Below this share of hot rows, reading a side twice costs more than shuffling them. */
    private static final double WORTH_A_SECOND_READ = 0.2;

    private final JoinInput input;
    private final int partitions;
    private final @Nullable Column leftRow;
    private final @Nullable Column rightRow;

    JoinChoice(JoinInput input, int partitions) {
        this.input = input;
        this.partitions = partitions;
        this.leftRow = RowHash.of(input.left()).orElse(null);
        this.rightRow = RowHash.of(input.right()).orElse(null);
    }

    /** Why nothing may be done to this join, if so. */
    Optional<String> obstacle() {
        if (input.isAmbiguous()) {
            return Optional.of("both sides share columns, which the further condition cannot tell apart; build one side"
                    + " with new columns, as by toDF(...)");
        }
        if (KeyTypes.common(input.left().comparedAs(), input.right().comparedAs())
                .isEmpty()) {
            return Optional.of("the key columns' types (" + input.left().comparedAs() + " and "
                    + input.right().comparedAs()
                    + ") may hold equal values of different hash; cast both sides to one type that is no float, struct"
                    + " or list");
        }
        boolean leftRepeats = FrameTraits.isRepeatable(input.left().frame());
        if (!leftRepeats || !FrameTraits.isRepeatable(input.right().frame())) {
            return Optional.of("the " + (leftRepeats ? "right" : "left")
                    + " side may give other rows when a task is retried (rand(), limit or the like); write it to files"
                    + " first");
        }
        return Optional.empty();
    }

    /** Why these buckets may not be used for this join, if so. */
    Optional<String> obstacle(SaltPlan plan) {
        JoinShape shape = shape();
        for (SaltedKey key : plan.keys()) {
            if (key.rightReduced() && !shape.reducesRight()) {
                return Optional.of("many right rows of a key may not become one in this join");
            }
        }
        if (HotKeyJoin.copiesKeptRows(plan, input.terms().kind()) && !mayCheck()) {
            return Optional.of("the rows that would be copied must appear once, and what matches does not depend on the"
                    + " key alone");
        }
        return Optional.empty();
    }

    /** Whether copies that met nothing can be checked: if it is the key alone that decides. */
    private boolean mayCheck() {
        return input.terms().residual() == null && !input.terms().kind().isExistence();
    }

    /** What may be done to the join's keys and still give its rows. */
    JoinShape shape() {
        JoinKind kind = input.terms().kind();
        boolean mayCheck = mayCheck();
        return new JoinShape(
                partitions,
                leftRow != null && (kind.mayCopyRight() || mayCheck),
                rightRow != null && (kind.mayCopyLeft() || mayCheck),
                input.terms().residual() == null && kind.isExistence(),
                !kind.isExistence(),
                kind.keepsLeft(),
                kind.keepsRight(),
                input.terms().nullSafe());
    }

    /**
     * The form of the join.
     *
     * @param smallRows the most rows of hot keys that may be broadcast
     * @param leftRows rows of the left side, or 0 if not known
     * @param rightRows rows of the right side, or 0 if not known
     */
    JoinForm form(SaltPlan plan, double smallRows, double leftRows, double rightRows) {
        if (plan.isEmpty()) {
            return JoinForm.PLAIN;
        }
        if (mayBroadcast(plan, smallRows, leftRows, rightRows)) {
            return JoinForm.BROADCAST;
        }
        return HotKeyJoin.copiesKeptRows(plan, input.terms().kind()) ? JoinForm.CHECKED : JoinForm.SALTED;
    }

    private boolean mayBroadcast(SaltPlan plan, double smallRows, double leftRows, double rightRows) {
        JoinKind kind = input.terms().kind();
        double hotLeft = plan.keys().stream().mapToDouble(SaltedKey::leftRows).sum();
        double hotRight = plan.keys().stream().mapToDouble(SaltedKey::rightRows).sum();
        boolean right = kind.mayCopyRight()
                && plan.keys().stream().allMatch(key -> key.rightBuckets() == 1)
                && hotRight <= smallRows
                && hotLeft >= WORTH_A_SECOND_READ * leftRows;
        boolean left = kind.mayCopyLeft()
                && plan.keys().stream().allMatch(key -> key.leftBuckets() == 1)
                && hotLeft <= smallRows
                && hotRight >= WORTH_A_SECOND_READ * rightRows;
        return !plan.keys().isEmpty()
                && (right || left)
                && FrameTraits.isLight(input.left().frame())
                && FrameTraits.isLight(input.right().frame());
    }

    HotKeyJoin join(SaltPlan plan) {
        return new HotKeyJoin(input, plan, leftRow, rightRow);
    }
}
