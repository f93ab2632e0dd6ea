package io.preflightguard;

/** What was observed, or the limit it is held against: a number with its interval, or words. Immutable. */
public sealed interface Value permits Estimate, Described {

    /** One line for a person. */
    String render();
}
