package io.preflightguard.schema;

/** Which two of the three schemas of a write are held together: what is known, and what comes. */
public enum SchemaPairing {
    /** The input against the existing table: a new column is fine if it is nullable. */
    INPUT_AND_TABLE("table schema", "incoming"),
    /** The input against a contract: a column it does not declare is a surprise. */
    INPUT_AND_CONTRACT("contract", "incoming"),
    /** The contract against the existing table: what the contract leaves out will be missing. */
    CONTRACT_AND_TABLE("table schema", "contract's");

    private final String known;
    private final String coming;

    SchemaPairing(String known, String coming) {
        this.known = known;
        this.coming = coming;
    }

    /** How findings name the side that is known. */
    public String known() {
        return known;
    }

    /** How a report names the fields of the other side. */
    String coming() {
        return coming;
    }
}
