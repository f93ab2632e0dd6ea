package io.preflightguard.config;

import java.util.List;

/** The configuration has errors; the message names every one of them, in one line. */
public final class GuardConfigException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    GuardConfigException(List<String> problems) {
        super("[GUARD_CONFIG] " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                + " in the configuration: " + String.join("; ", problems));
    }
}
