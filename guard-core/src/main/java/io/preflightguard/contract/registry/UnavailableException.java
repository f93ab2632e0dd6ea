package io.preflightguard.contract.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One URL gave no answer; another one, or the same one later, may. */
final class UnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String wayOut;
    private final boolean worthRepeating;
    private final @Nullable Duration retryAfter;

    /** @param retryAfter after how long the server wants to be asked again, if it says so */
    UnavailableException(
            String message,
            String wayOut,
            boolean worthRepeating,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.wayOut = wayOut;
        this.worthRepeating = worthRepeating;
        this.retryAfter = retryAfter;
    }

    String wayOut() {
        return wayOut;
    }

    boolean isWorthRepeating() {
        return worthRepeating;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
