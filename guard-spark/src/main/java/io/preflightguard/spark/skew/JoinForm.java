package io.preflightguard.spark.skew;

/** How a join is made. */
enum JoinForm {
    /** Spark's own join. */
    PLAIN("Spark's own join"),
    /** One join on the key and a salt. */
    SALTED("one join on key and salt"),
    /** Rows of hot keys stay where they are and meet a broadcast of the other side's; all others join as usual. */
    BROADCAST("hot keys by broadcast, the others as usual"),
    /** One join on the key and a salt, in which rows are copied that must appear once: copies without a match are checked. */
    CHECKED("one join on key and salt, copies without a match checked against the other side's hot keys");

    private final String label;

    JoinForm(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
