package io.preflightguard.contract;

import java.io.IOException;

/**
 * The place could be reached, and the contract is not there: a file that does not exist, a subject that nobody
 * registered. Whether that is a new contract or a mistyped name, only the caller can know.
 */
public final class NoSuchContractException extends IOException {

    private static final long serialVersionUID = 1L;

    public NoSuchContractException(String message) {
        super(message);
    }

    public NoSuchContractException(String message, Throwable cause) {
        super(message, cause);
    }
}
