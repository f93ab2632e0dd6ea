package io.preflightguard.spark.sample;

import java.io.Serial;

/** The rows of an input cannot be sampled cheaply; the message says why, {@link #wayOut()} what to do. */
public final class UnreadableInputException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String wayOut;

    private final String explanation;

    UnreadableInputException(String message, String wayOut) {
        super(message);
        this.explanation = message;
        this.wayOut = wayOut;
    }

    @Override
    public String getMessage() {
        return explanation;
    }

    /** One line: what would make the input readable. */
    public String wayOut() {
        return wayOut;
    }
}
