package io.preflightguard.benchmarks.effect;

/** The joins that are compared. */
enum Kind {
    INNER("inner"),
    LEFT_OUTER("left_outer"),
    FULL_OUTER("full_outer");

    private final String sparkName;

    Kind(String sparkName) {
        this.sparkName = sparkName;
    }

    String sparkName() {
        return sparkName;
    }
}
