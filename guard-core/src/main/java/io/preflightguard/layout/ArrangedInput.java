package io.preflightguard.layout;

import java.util.List;

/**
 * What a write would make of its input as it lies: each input partition writes one file of each path it has rows of.
 * Immutable.
 *
 * @param paths the paths, each with its files
 * @param largestPartition rows of the largest input partition
 */
public record ArrangedInput(List<PathFiles> paths, double largestPartition) {

    /** More files than planned by this are not worth a shuffle. */
    private static final double MORE_FILES = 1.1;

    /** A largest task above the plan's by this is not worth a shuffle. */
    private static final double LONGER_TASK = 1.15;

    /** Hudi closes a file at this multiple of its target. */
    private static final double CLOSED = 1.1;

    /**
     * The files of one path.
     *
     * @param path the partition path
     * @param files input partitions with rows of the path
     * @param smallest rows of the smallest file
     * @param largest rows of the largest file
     */
    public record PathFiles(String path, long files, double smallest, double largest) {}

    public ArrangedInput {
        paths = List.copyOf(paths);
    }

    /**
     * Whether a shuffle would gain little: hardly more files than planned, none of which is small for want of a shuffle or
     * so large that Hudi would split it, and no task much longer than the plan's longest.
     *
     * @param plan the plan for the same rows, with every path counted
     */
    public boolean fits(FilePlan plan, ExpectedRows expected, FileBytes bytes) {
        long files = paths.stream().mapToLong(PathFiles::files).sum();
        double longest = plan.largestTaskToMean().value() * expected.total().value() / plan.tasks();
        return plan.unlistedShare() == 0
                && files <= MORE_FILES * plan.files()
                && largestPartition <= LONGER_TASK * longest
                && paths.stream()
                        .allMatch(path -> bytes.of(path.largest()) <= CLOSED * plan.target()
                                && (path.files() == 1 || bytes.of(path.smallest()) >= plan.target() / 2.0));
    }
}
