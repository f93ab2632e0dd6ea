package io.preflightguard.hudi.table;

/** How far an instant of the timeline has come. */
public enum InstantState {
    /** Planned, not begun. */
    REQUESTED,
    /** Begun, not finished; or given up and not rolled back yet. */
    INFLIGHT,
    /** Finished. */
    COMPLETED
}
