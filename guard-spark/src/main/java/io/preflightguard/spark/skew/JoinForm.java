package io.preflightguard.spark.skew;

/** How a join is made. */
enum JoinForm {
    /** Spark's own join. */
    PLAIN("Spark's own join"),
    /** One join on the key and a salt. */
    SALTED("one join on key and salt"),
    /** Rows of hot keys stay where they are and meet a broadcast of the other side's; all others join as usual. */
    BROADCAST("hot keys by broadcast, the others as usual"),
    /** Hot keys apart: pairs that match by a salted join, rows that match nothing by their absence on the other side. */
    APART("hot keys apart, matched and unmatched rows for themselves; the others as usual");

    private final String label;

    JoinForm(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
