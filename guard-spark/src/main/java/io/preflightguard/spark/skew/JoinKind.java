package io.preflightguard.spark.skew;

/** The joins that Spark makes on keys. */
public enum JoinKind {
    INNER("inner", false, false),
    LEFT_OUTER("left_outer", true, false),
    RIGHT_OUTER("right_outer", false, true),
    FULL_OUTER("full_outer", true, true),
    LEFT_SEMI("left_semi", false, false),
    LEFT_ANTI("left_anti", true, false);

    private final String sparkName;
    private final boolean keepsLeft;
    private final boolean keepsRight;

    JoinKind(String sparkName, boolean keepsLeft, boolean keepsRight) {
        this.sparkName = sparkName;
        this.keepsLeft = keepsLeft;
        this.keepsRight = keepsRight;
    }

    /** As {@code Dataset.join} spells it. */
    String sparkName() {
        return sparkName;
    }

    /** Whether a left row without a match is in the result. */
    boolean keepsLeft() {
        return keepsLeft;
    }

    /** Whether a right row without a match is in the result. */
    boolean keepsRight() {
        return keepsRight;
    }

    /** Whether the result has columns of the left side only, each left row at most once. */
    boolean isExistence() {
        return this == LEFT_SEMI || this == LEFT_ANTI;
    }

    /**
     * Whether left rows may be copied, each copy meeting a part of the right rows. A row that must appear even without a
     * match, or at most once, must not: every copy would say for itself whether it matched.
     */
    boolean mayCopyLeft() {
        return !keepsLeft && !isExistence();
    }

    /** Whether right rows may be copied. */
    boolean mayCopyRight() {
        return !keepsRight;
    }
}
