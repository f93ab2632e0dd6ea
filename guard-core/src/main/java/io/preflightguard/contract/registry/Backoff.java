package io.preflightguard.contract.registry;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How often and after how long a request is repeated. Immutable.
 *
 * @param maxRetries how often at most
 * @param firstWait before the first repetition; doubles with each
 * @param maxWait the most before any
 */
record Backoff(int maxRetries, Duration firstWait, Duration maxWait) {

    /**
     * The wait before a repetition: between half of the exponential step and the whole of it. Deterministic, and
     * different for different requests, so that jobs started at once do not all come back at once.
     *
     * @param repetition from 0
     */
    Duration before(int repetition, Resource resource) {
        long step = Math.min(maxWait.toMillis(), firstWait.toMillis() << Math.min(repetition, 20));
        if (step <= 1) {
            return Duration.ofMillis(step);
        }
        SplittableRandom jitter = new SplittableRandom(31L * resource.path().hashCode() + repetition);
        return Duration.ofMillis(step - jitter.nextLong(step / 2 + 1));
    }
}
