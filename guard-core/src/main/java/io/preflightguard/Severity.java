package io.preflightguard;

/** How much a finding matters. Declared from least to most severe, so {@code compareTo} orders them. */
public enum Severity {
    /** Worth knowing; asks for nothing. */
    INFO,
    /** Likely to cost time, money or precision; does not stop the write. */
    WARN,
    /** The write would fail or damage the table; stops it in {@link Mode#ENFORCE}. */
    FAIL
}
