package io.preflightguard;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the preflight itself took.
 *
 * @param elapsed wall time from the first check's start to the last one's end
 * @param sparkJobs Spark jobs the guard ran
 * @param rowsRead rows the guard read, over all its jobs
 * @param inputRows rows of the input, or null if that is not known
 */
public record Cost(
        Duration elapsed,
        int sparkJobs,
        long rowsRead,
        @Nullable Estimate inputRows) {

    public Cost {
        Objects.requireNonNull(elapsed, "elapsed");
    }

    /** Nothing was done. */
    public static Cost none() {
        return new Cost(Duration.ZERO, 0, 0, null);
    }
}
