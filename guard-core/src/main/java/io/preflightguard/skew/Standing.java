package io.preflightguard.skew;

import io.preflightguard.Estimate;

/** How an estimate stands to a limit that it should not exceed. */
enum Standing {
    /** All of the interval keeps the limit. */
    KEEPS,
    /** The interval has the limit in it: undecided. */
    OPEN,
    /** All of the interval is above the limit. */
    BREAKS;

    static Standing of(Estimate estimate, double limit) {
        return estimate.low() > limit ? BREAKS : estimate.high() > limit ? OPEN : KEEPS;
    }
}
