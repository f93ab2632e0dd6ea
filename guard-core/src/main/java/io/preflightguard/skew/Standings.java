package io.preflightguard.skew;

import io.preflightguard.config.GuardConfig;

/**
 * How a shuffle's forecast stands to each of its limits; where even the largest task is small, only memory counts.
 *
 * @param ratio the largest task's rows to the mean
 * @param share the most frequent key's share, seen or not
 * @param memory what a task must hold
 * @param spill what a task sorts
 */
record Standings(Standing ratio, Standing share, Standing memory, Standing spill) {

    static Standings of(KeyProfile profile, Forecast forecast, GuardConfig config) {
        boolean small = forecast.isSmall(config);
        return new Standings(
                small ? Standing.KEEPS : Standing.of(forecast.largestToMean(), config.skewMaxRatio()),
                small
                        ? Standing.KEEPS
                        : config.skewMaxShare()
                                .map(limit -> Standing.of(profile.largest(), limit))
                                .orElse(Standing.KEEPS),
                forecast.memory(),
                small ? Standing.KEEPS : forecast.spill());
    }

    /** Whether a limit is broken for certain that may refuse a write; a spill never does. */
    boolean isBroken() {
        return ratio == Standing.BREAKS || share == Standing.BREAKS || memory == Standing.BREAKS;
    }

    /** Whether any limit may be broken or kept. */
    boolean isOpen() {
        return ratio == Standing.OPEN || share == Standing.OPEN || memory == Standing.OPEN || spill == Standing.OPEN;
    }
}
