package io.preflightguard.hudi.table;

import java.time.Duration;

/**
 * When the listing of a table's files is given up. Immutable.
 *
 * @param files how many files and folders are listed at most
 * @param time how long listing may take
 */
record ListingLimits(int files, Duration time) {

    /** Assumed to take about 10 s of an object store that lists in pages of 1,000. */
    private static final int MOST_FILES = 100_000;

    /** The listing is one step of several, so it may use half of what all may use. */
    static ListingLimits within(Duration budget) {
        return new ListingLimits(MOST_FILES, budget.dividedBy(2));
    }
}
