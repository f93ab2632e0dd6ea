package io.preflightguard.contract;

/** How far back a contract is wanted. */
public enum History {
    /** The newest version only. */
    LATEST,
    /** Every version that there is. */
    ALL
}
