package io.preflightguard.layout;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The rows that a write will put into each partition path, as far as is known. Immutable.
 *
 * @param paths the paths that are known, by name; each once
 * @param total the rows of all paths, known or not
 * @param largestUnlisted the most rows that one path may have that is not listed; 0 if every path was counted
 */
public record ExpectedRows(List<PathRows> paths, Estimate total, double largestUnlisted) {

    public ExpectedRows {
        Objects.requireNonNull(total, "total");
        List<PathRows> sorted = new ArrayList<>(paths);
        sorted.sort(Comparator.comparing(PathRows::path));
        paths = List.copyOf(sorted);
        Set<String> names = new HashSet<>();
        for (PathRows path : paths) {
            if (!names.add(path.path())) {
                throw new IllegalArgumentException("A path is listed once: got " + path.path() + " twice");
            }
        }
        if (!(total.low() >= 0 && Double.isFinite(total.high()) && largestUnlisted >= 0)) {
            throw new IllegalArgumentException("Rows are a finite number that is not negative: got " + total.low()
                    + " to " + total.high() + ", unlisted " + largestUnlisted);
        }
    }

    /** Every path, with all of its rows counted. */
    public static ExpectedRows counted(List<PathRows> paths) {
        double total = paths.stream().mapToDouble(path -> path.rows().value()).sum();
        return new ExpectedRows(paths, Estimate.exact(total, Unit.COUNT), 0);
    }

    /** Rows of the paths that are listed. */
    double listed() {
        return paths.stream().mapToDouble(path -> path.rows().value()).sum();
    }

    /** Rows of the paths that are not listed. */
    double unlisted() {
        return Math.max(0, total.value() - listed());
    }
}
