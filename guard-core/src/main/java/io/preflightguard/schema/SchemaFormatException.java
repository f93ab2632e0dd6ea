package io.preflightguard.schema;

/** A schema could not be understood; the message says why in one line, without naming where it came from. */
public final class SchemaFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SchemaFormatException(String message) {
        super(message);
    }

    public SchemaFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
