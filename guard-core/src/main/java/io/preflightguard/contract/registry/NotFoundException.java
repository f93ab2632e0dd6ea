package io.preflightguard.contract.registry;

import java.io.IOException;

/** The registry says that a resource does not exist. */
final class NotFoundException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean fromRegistry;

    /** @param fromRegistry whether the answer was a registry's own, with an error code, rather than some server's */
    NotFoundException(String message, boolean fromRegistry) {
        super(message);
        this.fromRegistry = fromRegistry;
    }

    boolean isFromRegistry() {
        return fromRegistry;
    }
}
