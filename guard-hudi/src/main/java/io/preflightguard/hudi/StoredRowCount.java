package io.preflightguard.hudi;

import io.preflightguard.hudi.table.FileSliceState;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many rows base files have. A commit that was archived tells it no longer: then as many as the densest file that is
 * known would have in so many bytes.
 *
 * @param least those that are known
 * @param most at most, but for files denser than any that is known
 */
record StoredRowCount(double least, double most) {

    /** Whether it is known of a base file at least, if there is any. */
    static boolean isKnown(List<FileSliceState> slices) {
        return slices.stream().allMatch(slice -> slice.baseBytes() == 0)
                || slices.stream().anyMatch(slice -> slice.baseBytes() > 0 && slice.baseRows() != null);
    }

    /** @param counted which of them to count; what is known of the others tells how dense files are, too */
    static StoredRowCount of(List<FileSliceState> slices, Predicate<FileSliceState> counted) {
        double densest = 0;
        for (FileSliceState slice : slices) {
            Long rows = slice.baseRows();
            if (rows != null && slice.baseBytes() > 0) {
                densest = Math.max(densest, (double) rows / slice.baseBytes());
            }
        }
        double least = 0;
        double most = 0;
        for (FileSliceState slice : slices) {
            if (counted.test(slice)) {
                Long rows = slice.baseRows();
                least += rows == null ? 0 : rows;
                most += rows == null ? slice.baseBytes() * densest : rows;
            }
        }
        return new StoredRowCount(least, most);
    }
}
