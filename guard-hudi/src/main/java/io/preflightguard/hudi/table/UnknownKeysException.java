package io.preflightguard.hudi.table;

import java.io.IOException;

/** It cannot be told which file groups have a key; the message says why. */
public final class UnknownKeysException extends IOException {

    private static final long serialVersionUID = 1L;

    UnknownKeysException(String message) {
        super(message);
    }
}
