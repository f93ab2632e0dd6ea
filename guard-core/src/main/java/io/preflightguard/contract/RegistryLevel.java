package io.preflightguard.contract;

/** The compatibility levels of Confluent's schema registry. */
public enum RegistryLevel {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean backward;
    private final boolean forward;
    private final boolean transitive;

    RegistryLevel(boolean backward, boolean forward, boolean transitive) {
        this.backward = backward;
        this.forward = forward;
        this.transitive = transitive;
    }

    /** Whether a reader of the new schema must be able to read data of the old. */
    public boolean backward() {
        return backward;
    }

    /** Whether a reader of the old schema must be able to read data of the new. */
    public boolean forward() {
        return forward;
    }

    /** Whether every version counts, not only the latest. */
    public boolean transitive() {
        return transitive;
    }
}
