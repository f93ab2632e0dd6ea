package io.preflightguard.skew;

/** What a key is to the write. */
public enum KeyRole {
    /** Identifies a row of the table. */
    RECORD_KEY("record key"),
    /** Decides the folder a row is written to. */
    PARTITION_PATH("partition path"),
    /** A column the job joins or groups by. */
    KEY_COLUMN("key column");

    private final String label;

    KeyRole(String label) {
        this.label = label;
    }

    /** How findings name it. */
    public String label() {
        return label;
    }
}
