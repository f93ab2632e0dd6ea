package io.preflightguard.schema;

/** What incoming columns are held against. */
public enum Baseline {
    /** The existing table: a new column is fine if it is nullable. */
    TABLE("table schema"),
    /** A contract: a column it does not declare is a surprise. */
    CONTRACT("contract");

    private final String label;

    Baseline(String label) {
        this.label = label;
    }

    /** How findings name it. */
    public String label() {
        return label;
    }
}
