package io.preflightguard.examples;

/** A scene did not end as it should; the message says how it ended. */
final class SceneFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SceneFailedException(String message) {
        super(message);
    }
}
