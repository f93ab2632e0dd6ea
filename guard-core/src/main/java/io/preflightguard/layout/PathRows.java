package io.preflightguard.layout;

import io.preflightguard.Estimate;
import java.util.Objects;

/**
 * The rows that a write will put into one partition path.
 *
 * @param path the partition path as the table spells it; empty if the table is not partitioned
 * @param rows how many rows; exact if they were counted
 */
public record PathRows(String path, Estimate rows) {

    public PathRows {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(rows, "rows");
        if (!(rows.low() >= 0 && Double.isFinite(rows.high()))) {
            throw new IllegalArgumentException("Rows of a path are a finite number that is not negative: got "
                    + rows.low() + " to " + rows.high());
        }
    }
}
